import {list, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Height} from "@oasis-node/primitives/epoch";
import {Namespace} from "@oasis-node/primitives/namespace";
import {
  AnnotatedBlock,
  Block,
  RoothashEvent,
  RoothashGenesis,
  RoothashParameters,
  RuntimeState,
} from "@oasis-node/state-transition/roothash/types";
import {defineService, stream, unary} from "../service/index.ts";

export const RuntimeRequest = struct("roothash.RuntimeRequest", {runtimeId: Namespace, height: Height});
export type RuntimeRequest = ValueOf<typeof RuntimeRequest>;

/** Blocks of runtimes in the consensus layer (cli-config-grpc §5.3). */
export const roothashService = defineService("RootHash", {
  getGenesisBlock: unary(RuntimeRequest, Block),
  getLatestBlock: unary(RuntimeRequest, Block),
  getRuntimeState: unary(RuntimeRequest, RuntimeState),
  stateToGenesis: unary(Height, RoothashGenesis),
  consensusParameters: unary(Height, RoothashParameters),
  getEvents: unary(Height, list(RoothashEvent)),
  watchBlocks: stream(Namespace, AnnotatedBlock),
  watchEvents: stream(Namespace, RoothashEvent),
});
