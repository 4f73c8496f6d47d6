import {asHeight, type Height, type Round} from "@oasis-node/primitives/epoch";
import type {Pool} from "../types/state.ts";

/** The timer is off. */
export const timeoutNever: Height = asHeight(0n);

/** The pool as it is at the beginning of a round. */
export function resetPool(pool: Pool, round: Round): Pool {
  return {...pool, round, executeCommitments: null, discrepancy: false, nextTimeout: timeoutNever};
}

/** Whether the timer has run out at the height of the last block. */
export function isTimeout({nextTimeout}: Pool, height: Height): boolean {
  return nextTimeout !== timeoutNever && height >= nextTimeout;
}
