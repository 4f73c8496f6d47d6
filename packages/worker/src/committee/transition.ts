import type {Height} from "@oasis-node/primitives/epoch";
import type {LightBlock} from "@oasis-node/rpc/services";
import {type Block, headerTypes} from "@oasis-node/state-transition/roothash";
import type {Group} from "./group.ts";

/** What a block of the runtime means for its committees (runtime-workers §4.2). */
export type TransitionKind = "round" | "roundFailed" | "epoch" | "suspended";

/** A block of the runtime, and the group from it on. */
export interface Transition {
  readonly kind: TransitionKind;
  readonly block: Block;
  /** Consensus height of the block. */
  readonly height: Height;
  /** Consensus block of that height. */
  readonly consensusBlock: LightBlock;
  /** Null when the runtime is suspended, and when its committees could not be read. */
  readonly group: Group | null;
}

/**
 * What the block means; null for a type that no block has. The first block that a node sees stands for the epoch's: the
 * node may have been started in the middle of it.
 */
export function transitionKind(block: Block, isFirst: boolean): TransitionKind | null {
  switch (block.header.headerType) {
    case headerTypes.normal:
      return isFirst ? "epoch" : "round";
    case headerTypes.roundFailed:
      return isFirst ? "epoch" : "roundFailed";
    case headerTypes.epochTransition:
      return "epoch";
    case headerTypes.suspended:
      return "suspended";
    default:
      return null;
  }
}
