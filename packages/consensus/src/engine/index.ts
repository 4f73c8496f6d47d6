export type {
  BlockResults,
  CommittedBlock,
  CommittedBlockHeader,
  Engine,
  EngineBlock,
  EngineEnd,
  EngineStatus,
  Inclusion,
  SubscribeOptions,
} from "./engine.ts";
export {EngineError, type EngineErrorCode} from "./engineError.ts";
export {followBlocks} from "./followBlocks.ts";
