import {Root} from "@oasis-node/mkvs/node";
import {bool, nullable, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Round} from "@oasis-node/primitives/epoch";
import {Namespace} from "@oasis-node/primitives/namespace";
import {defineService, unary} from "../service/index.ts";

export const GetLastSyncedRoundRequest = struct("storage.GetLastSyncedRoundRequest", {runtimeId: Namespace});
export type GetLastSyncedRoundRequest = ValueOf<typeof GetLastSyncedRoundRequest>;

export const GetLastSyncedRoundResponse = struct("storage.GetLastSyncedRoundResponse", {
  round: Round,
  ioRoot: Root,
  stateRoot: Root,
});
export type GetLastSyncedRoundResponse = ValueOf<typeof GetLastSyncedRoundResponse>;

/** Waits for a round; with a root only until that root is there. */
export const WaitForRoundRequest = struct("storage.WaitForRoundRequest", {
  runtimeId: Namespace,
  round: Round,
  root: nullable(Root),
});
export type WaitForRoundRequest = ValueOf<typeof WaitForRoundRequest>;

export const WaitForRoundResponse = struct("storage.WaitForRoundResponse", {lastRound: Round});
export type WaitForRoundResponse = ValueOf<typeof WaitForRoundResponse>;

export const PauseCheckpointerRequest = struct("storage.PauseCheckpointerRequest", {
  runtimeId: Namespace,
  pause: bool,
});
export type PauseCheckpointerRequest = ValueOf<typeof PauseCheckpointerRequest>;

/** Progress of the node as a storage node (cli-config-grpc §5.3). */
export const storageWorkerService = defineService("StorageWorker", {
  getLastSyncedRound: unary(GetLastSyncedRoundRequest, GetLastSyncedRoundResponse),
  waitForRound: unary(WaitForRoundRequest, WaitForRoundResponse),
  /** For tests only. */
  pauseCheckpointer: unary(PauseCheckpointerRequest, null),
});
