import {setTimeout as sleep} from "node:timers/promises";

/** Time, as an argument: what works with it can be tested in any time. */
export interface Clock {
  /** Nanoseconds since 1970 by the wall clock, which may jump. */
  now(): bigint;
  /** Resolves after so many milliseconds; rejects with the signal's reason when it is aborted before. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Whole milliseconds of so many nanoseconds. */
export function toMilliseconds(nanoseconds: bigint): number {
  return Number(nanoseconds / 1_000_000n);
}

/** The machine's clock, to the millisecond. Its timers do not keep the process alive when nothing else does. */
export const systemClock: Clock = {
  now: () => BigInt(Date.now()) * 1_000_000n,
  sleep: async (milliseconds, signal) => {
    await sleep(milliseconds, undefined, signal === undefined ? {ref: false} : {ref: false, signal});
  },
};
