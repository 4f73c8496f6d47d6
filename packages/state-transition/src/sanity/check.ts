import type {Epoch} from "@oasis-node/primitives/epoch";
import type {Context} from "../context/index.ts";

/** A check of the state at the end of a block; it only reads. */
export interface SanityCheck {
  /** For logs. */
  readonly name: string;
  /** What is wrong, in the order in which it is found. */
  run(ctx: Context, epoch: Epoch): Iterable<string>;
}
