import {asHeight, type Height} from "@oasis-node/primitives/epoch";
import type {Pool} from "../types/state.ts";
import {timeoutNever} from "./pool.ts";
import {processCommitments, type Verdict} from "./processCommitments.ts";

export interface FinalizeOptions {
  /** Height of the last block: the one that is executed is the next. */
  readonly height: Height;
  /** Blocks until the round times out. */
  readonly roundTimeout: bigint;
  /** Whether the timer fired. */
  readonly didTimeout: boolean;
  /** Whether a timeout may start the resolution of a discrepancy. */
  readonly isAuthoritative: boolean;
}

export interface Finalization {
  readonly verdict: Verdict;
  /** The pool with its timer set anew, and the discrepancy noted. */
  readonly pool: Pool;
}

/** Backup workers have half as much time again. */
function backupTimeout(roundTimeout: bigint): bigint {
  return BigInt.asIntN(64, 15n * roundTimeout) / 10n;
}

/** Tries to end the round with the commitments there are (table of consensus-paratime §3.7). */
export function tryFinalize(pool: Pool, options: FinalizeOptions): Finalization {
  const {height, roundTimeout, didTimeout, isAuthoritative} = options;
  const verdict = processCommitments(pool, didTimeout);
  const rearmed = (timeout: bigint): Height => asHeight(BigInt.asIntN(64, height + timeout));
  switch (verdict.kind) {
    case "waiting": {
      if (!didTimeout) return {verdict, pool: {...pool, nextTimeout: rearmed(roundTimeout)}};
      const next = isAuthoritative
        ? {...pool, discrepancy: true, nextTimeout: rearmed(backupTimeout(roundTimeout))}
        : {...pool, nextTimeout: timeoutNever};
      return {verdict: {kind: "discrepancy"}, pool: next};
    }
    case "discrepancy":
      return {verdict, pool: {...pool, discrepancy: true, nextTimeout: rearmed(roundTimeout)}};
    default:
      return {verdict, pool: {...pool, nextTimeout: timeoutNever}};
  }
}
