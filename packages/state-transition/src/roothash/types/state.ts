import {
  bool,
  list,
  map,
  nullable,
  omitEmpty,
  struct,
  text,
  u32,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Height, Round} from "@oasis-node/primitives/epoch";
import {PublicKey} from "@oasis-node/primitives/signature";
import {Committee} from "../../committee/index.ts";
import {Runtime} from "../../registry/types/index.ts";
import {Block} from "./block.ts";
import {OpenExecutorCommitment} from "./commitment.ts";

/** Commitments of a round as they come in; timeout at a height, 0 for none (consensus-paratime §3.2). */
export const Pool = struct("commitment.Pool", {
  runtime: nullable(Runtime),
  committee: nullable(Committee),
  round: Round,
  executeCommitments: omitEmpty(map(PublicKey, OpenExecutorCommitment)),
  discrepancy: bool,
  nextTimeout: Height,
});
export type Pool = ValueOf<typeof Pool>;

/** State of a runtime in the consensus layer (consensus-paratime §3.2). */
export const RuntimeState = struct("roothash.RuntimeState", {
  runtime: nullable(Runtime),
  suspended: omitEmpty(bool),
  genesisBlock: nullable(Block),
  currentBlock: nullable(Block),
  currentBlockHeight: Height,
  lastNormalRound: Round,
  lastNormalHeight: Height,
  executorPool: nullable(Pool),
});
export type RuntimeState = ValueOf<typeof RuntimeState>;

/** Result of one runtime message; all zero for success of the first one (consensus-paratime §3.8). */
export const MessageEvent = struct("roothash.MessageEvent", {
  module: omitEmpty(text),
  code: omitEmpty(u32),
  index: omitEmpty(u32),
});
export type MessageEvent = ValueOf<typeof MessageEvent>;

/** A block and the height at which it was finalized, in answers to queries (consensus-paratime §3.12). */
export const AnnotatedBlock = struct("roothash.AnnotatedBlock", {
  consensusHeight: Height,
  block: nullable(Block),
});
export type AnnotatedBlock = ValueOf<typeof AnnotatedBlock>;

/** Results of a round, in answers to queries (consensus-paratime §3.12). */
export const RoundResults = struct("roothash.RoundResults", {
  messages: omitEmpty(list(nullable(MessageEvent))),
  goodComputeEntities: omitEmpty(list(PublicKey)),
  badComputeEntities: omitEmpty(list(PublicKey)),
});
export type RoundResults = ValueOf<typeof RoundResults>;
