import {EngineError} from "@oasis-node/consensus/engine";
import type {TransactionSubmitter} from "@oasis-node/consensus/submission";
import {neverAborted} from "@oasis-node/primitives/abort";
import {latestHeight} from "@oasis-node/primitives/epoch";
import {errorModule} from "@oasis-node/primitives/errors";
import {testSigner} from "@oasis-node/primitives/signers";
import type {Api} from "@oasis-node/rpc/service";
import type {beaconService, debugControllerService, registryService} from "@oasis-node/rpc/services";
import {beaconDebugMethods} from "@oasis-node/state-transition/beacon";
import {consensusErrors} from "@oasis-node/state-transition/consensus";

/** Codes of the module `control/debug`. */
export const debugErrors = errorModule("control/debug", {
  incompatibleBackend: [1, "debug: incompatible backend"],
});

/** Who sets epochs: a key that everybody has. */
const epochSigner = "oasis-core epochtime mock key seed";

export interface DebugControllerOptions {
  readonly beacon: Pick<Api<typeof beaconService>, "consensusParameters" | "watchEpochs">;
  readonly registry: Pick<Api<typeof registryService>, "getNodes" | "watchNodes">;
  readonly submitter: Pick<TransactionSubmitter, "signAndSubmit">;
}

/** Control of test networks; served behind the debug gate only (cli-config-grpc §5.2). */
export function debugController({
  beacon,
  registry,
  submitter,
}: DebugControllerOptions): Api<typeof debugControllerService> {
  return {
    setEpoch: async (epoch, {signal = neverAborted()} = {}) => {
      const {debugMockBackend} = await beacon.consensusParameters(latestHeight, {signal});
      if (!debugMockBackend) throw debugErrors.incompatibleBackend();
      const epochs = beacon.watchEpochs(undefined, {signal})[Symbol.asyncIterator]();
      const signer = testSigner(epochSigner);
      try {
        // The stream begins with its first question: before the transaction, so that the epoch cannot be missed.
        let next = epochs.next();
        await submitter.signAndSubmit(
          {signer, method: beaconDebugMethods["000_beacon.SetEpoch"], body: epoch},
          signal,
        );
        for (let one = await next; one.value !== epoch; one = await next) {
          if (one.done === true) throw new EngineError("stopped", "the chain ended before the epoch came");
          next = epochs.next();
        }
      } finally {
        await epochs.return?.();
      }
    },
    waitNodesRegistered: async (count, {signal = neverAborted()} = {}) => {
      const hasEnough = async (): Promise<boolean> => (await countNodes(registry, signal)) >= count;
      const changes = registry.watchNodes(undefined, {signal})[Symbol.asyncIterator]();
      try {
        let next = changes.next();
        while (!(await hasEnough())) {
          if ((await next).done === true) return;
          next = changes.next();
        }
      } finally {
        await changes.return?.();
      }
    },
  };
}

/** None before the first block. */
async function countNodes(
  registry: DebugControllerOptions["registry"],
  signal: AbortSignal,
): Promise<bigint> {
  try {
    return BigInt((await registry.getNodes(latestHeight, {signal}))?.length ?? 0);
  } catch (error) {
    if (consensusErrors.noCommittedBlocks.is(error)) return 0n;
    throw error;
  }
}
