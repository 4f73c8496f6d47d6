import {type App, type Context, HaltError} from "../context/index.ts";
import type {SanityCheck} from "./check.ts";
import {CheckSchedule, type Random} from "./checkSchedule.ts";

/** Name of the application: it runs after all others (consensus-core §1.1). */
export const sanityAppName = "999_supplementarysanity";

/** The first block is never checked. */
const uncheckedHeight = 1n;

export interface SanityOptions {
  /** Blocks of which one is checked. */
  readonly interval: bigint;
  readonly random: Random;
  readonly checks: readonly SanityCheck[];
}

/**
 * The application that checks now and then that the state holds together, and stops the node if it does not: for debugging only
 * (consensus-paratime §7). It writes nothing. Throws `SanityError` for an interval of nothing.
 */
export function sanityApp({interval, random, checks}: SanityOptions): App {
  const schedule = new CheckSchedule(interval, random);
  return {
    name: sanityAppName,
    handlers: new Map(),
    endBlock: (ctx) => {
      const height = ctx.currentHeight;
      if (height !== uncheckedHeight && schedule.isDue(height)) runChecks(ctx, checks);
      return undefined;
    },
  };
}

/** Throws `HaltError` `block` for the first thing that is wrong. */
function runChecks(ctx: Context, checks: readonly SanityCheck[]): void {
  const epoch = ctx.transactionEpoch();
  for (const {name, run} of checks) {
    for (const problem of run(ctx, epoch)) {
      throw new HaltError("block", `supplementary sanity: ${name}: ${problem}`, {details: {check: name}});
    }
  }
}
