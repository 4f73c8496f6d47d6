import type {OwnTransaction} from "@oasis-node/consensus/submission";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Signer} from "@oasis-node/primitives/signature";
import type {Api, CallOptions} from "@oasis-node/rpc/service";
import type {roothashService, storageService} from "@oasis-node/rpc/services";
import type {RuntimeHistory} from "@oasis-node/runtime/history";
import type {HostedRuntime} from "@oasis-node/runtime/host";
import type {ChainSignatures} from "@oasis-node/state-transition/roothash";
import type {Surroundings} from "../tasks/index.ts";

/** The runtime that executes batches. */
export type ExecutorRuntime = Pick<HostedRuntime, "info" | "watch" | "start" | "stop" | "abort" | "call">;

/** Storage of the runtime: own node, committee, or both. */
export type ExecutorStorage = Pick<
  Api<typeof storageService>,
  "apply" | "applyBatch" | "syncGet" | "syncGetPrefixes" | "syncIterate"
>;

/** What the executor asks of a node, beside what the follower of its committees asks. */
export interface ExecutorChain {
  readonly roothash: Pick<Api<typeof roothashService>, "getRuntimeState">;
}

/** What batches are processed with. */
export interface ExecutorDependencies extends Surroundings {
  readonly runtimeId: Namespace;
  readonly chain: ExecutorChain;
  readonly history: Pick<RuntimeHistory, "roundResults" | "watch" | "onPrune">;
  readonly storage: ExecutorStorage;
  /** The node's own storage, to which inputs are copied so that results can be applied to them; null without one. */
  readonly localStorage: Pick<ExecutorStorage, "apply"> | null;
  /** Key under which the node is registered. */
  readonly signer: Signer;
  readonly signatures: ChainSignatures;
  /** Submits transactions of the node, as `TransactionSubmitter` does. */
  readonly submitter: {
    signAndSubmit<T>(transaction: OwnTransaction<T>, signal: AbortSignal): Promise<void>;
  };
  /** Milliseconds that storage gets to keep the results of a batch. */
  readonly storageCommitTimeoutMs: number;
}

/** Reads of storage that are given up with the signal. */
export function abortable(storage: ExecutorStorage, signal: AbortSignal) {
  const options: CallOptions = {signal};
  return {
    syncGet: (request: Parameters<ExecutorStorage["syncGet"]>[0]) => storage.syncGet(request, options),
    syncGetPrefixes: (request: Parameters<ExecutorStorage["syncGetPrefixes"]>[0]) =>
      storage.syncGetPrefixes(request, options),
    syncIterate: (request: Parameters<ExecutorStorage["syncIterate"]>[0]) =>
      storage.syncIterate(request, options),
  };
}
