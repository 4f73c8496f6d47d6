/** How long to wait between attempts (runtime-workers §2.5), in milliseconds. */
export const backOff = {initialMs: 500, factor: 1.5, maxMs: 60_000, jitter: 0.5} as const;

/** Pause after the attempt with this number, from 1; `random` is from 0 to 1. */
export function backOffMs(attempt: number, random: number): number {
  const {initialMs, factor, maxMs, jitter} = backOff;
  const interval = Math.min(initialMs * factor ** (attempt - 1), maxMs);
  return Math.round(interval * (1 - jitter + 2 * jitter * random));
}
