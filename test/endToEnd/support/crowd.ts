import {stakingAddress} from "@oasis-node/primitives/address";
import {encode} from "@oasis-node/primitives/cbor";
import {testSigner} from "@oasis-node/primitives/signers";
import {consensusService} from "@oasis-node/rpc/services";
import {Transfer} from "@oasis-node/state-transition/staking";
import type {NetworkProcess} from "./network.ts";
import {Sender} from "./sender.ts";

/** Base units that each of a crowd gets. */
const share = 1_000_000n;

/** Somebody who pays for it makes as many new accounts, with tokens to send. */
export async function makeCrowd(network: NetworkProcess, size: number): Promise<Sender[]> {
  const consensus = network.connect().api(consensusService);
  const [payer] = await Sender.all(network.report);
  if (payer === undefined) throw new RangeError("a network has accounts");
  const first = await payer.nonce(consensus);
  const signers = Array.from({length: size}, (_, i) => testSigner(`crowd ${first} ${i}`));
  const funding = signers.map(async ({publicKey}, i) => {
    const body = encode(Transfer, {to: stakingAddress(publicKey), amount: share});
    return payer.sign({nonce: first + BigInt(i), method: "staking.Transfer", body});
  });
  await Promise.all((await Promise.all(funding)).map((signed) => consensus.submitTx(signed)));
  return signers.map((signer) => new Sender(signer, network.report.chain_context));
}
