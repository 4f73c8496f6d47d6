import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {toHex} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {asGas, latestHeight} from "@oasis-node/primitives/epoch";
import {hashOf} from "@oasis-node/primitives/hash";
import {
  type PreparedContext,
  prepareContext,
  type Signer,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {FileSignerFactory} from "@oasis-node/primitives/signers";
import type {Api} from "@oasis-node/rpc/service";
import type {consensusService} from "@oasis-node/rpc/services";
import {SignedTransaction} from "@oasis-node/state-transition/consensus";
import {Transfer} from "@oasis-node/state-transition/staking";
import type {Report} from "./network.ts";

type ConsensusApi = Api<typeof consensusService>;

/** Somebody with an account who signs transfers to themselves, which change nothing but the nonce. */
export class Sender {
  readonly address: Address;
  readonly #signer: Signer;
  readonly #context: PreparedContext;

  constructor(signer: Signer, chainContext: string) {
    this.#signer = signer;
    this.address = stakingAddress(signer.publicKey);
    this.#context = prepareContext(signingContexts.transaction, {chainContext});
  }

  /** Those who have the accounts of a network. */
  static all({accounts, chain_context}: Report): Promise<Sender[]> {
    return Promise.all(
      accounts.map(async ({dir}) => {
        const signer = await new FileSignerFactory(dir, ["entity"]).load("entity");
        return new Sender(signer, chain_context);
      }),
    );
  }

  /** Nonce of the next transaction, by the newest block. */
  nonce(consensus: ConsensusApi): Promise<bigint> {
    return consensus.getSignerNonce({accountAddress: this.address, height: latestHeight});
  }

  transfer(nonce: bigint, amount = 1n): Promise<SignedTransaction> {
    const body = encode(Transfer, {to: this.address, amount});
    return this.sign({nonce, method: "staking.Transfer", body});
  }

  sign({nonce, method, body}: {nonce: bigint; method: string; body: Uint8Array}): Promise<SignedTransaction> {
    const fee = {amount: 0n, gas: asGas(2000n)};
    return SignedTransaction.sign(this.#signer, this.#context, {nonce, fee, method, body});
  }
}

/** By which a transaction is known. */
export function hashOfTransaction(signed: SignedTransaction): string {
  return toHex(hashOf(encode(SignedTransaction.envelope, signed)));
}
