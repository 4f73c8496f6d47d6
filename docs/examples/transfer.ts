// Signs a transfer of 1.5 ROSE from the first account of a mnemonic to its second, then reads it as a stranger would.
import {accountKey} from "@oasis-node/primitives/accountKeys";
import {addressToText, stakingAddress} from "@oasis-node/primitives/address";
import {toHex} from "@oasis-node/primitives/bytes";
import {decode, encode, stringifyJson} from "@oasis-node/primitives/cbor";
import {asGas} from "@oasis-node/primitives/epoch";
import {hashOf} from "@oasis-node/primitives/hash";
import {prepareContext, SignatureVerifier, signingContexts} from "@oasis-node/primitives/signature";
import {signerFromPrivateKey} from "@oasis-node/primitives/signers";
import {SignedTransaction} from "@oasis-node/state-transition/consensus";
import {prettyTransaction} from "@oasis-node/state-transition/methods";
import {Transfer} from "@oasis-node/state-transition/staking";

const mnemonic = `${"abandon ".repeat(11)}about`;
const sender = signerFromPrivateKey(accountKey(mnemonic, "", 0).privateKey);
const recipient = stakingAddress(signerFromPrivateKey(accountKey(mnemonic, "", 1).privateKey).publicKey);

// A signature is good on one network only: the hash of its genesis document is part of what is signed.
const chainContext = toHex(hashOf(new TextEncoder().encode("an example network")));
const context = prepareContext(signingContexts.transaction, {chainContext});

const body = encode(Transfer, {to: recipient, amount: 1_500_000_000n});
const fee = {amount: 2_000n, gas: asGas(1_000n)};
const transaction = {nonce: 7n, fee, method: "staking.Transfer", body};
const wire = encode(SignedTransaction.envelope, await SignedTransaction.sign(sender, context, transaction));
console.log(`${wire.length} bytes, hash ${toHex(hashOf(wire))}`);

// The stranger has the bytes only. Nothing is decoded before its signature has been found valid.
const received = decode(SignedTransaction.envelope, wire);
const opened = SignedTransaction.open(new SignatureVerifier(), context, received);
console.log(`from ${addressToText(stakingAddress(received.signature.publicKey))}`);
console.log(stringifyJson(prettyTransaction(opened), "  "));
