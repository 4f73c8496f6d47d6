import type {BenchCase} from "./suite.ts";

export interface Measurement {
  /** Operations per second: the median over the rounds. */
  readonly opsPerSecond: number;
  /** The same of the peer, its rounds taken in turn with ours. */
  readonly peer?: {readonly name: string; readonly opsPerSecond: number};
}

/** Rounds of ours and of the peer's, in turn, so that both see the same mood of the machine. */
const rounds = 5;
const roundMs = 300;

/** Measures one case. Long cases say how many runs they want; short ones run for a fixed time. */
export async function measure(one: BenchCase): Promise<Measurement> {
  await one.setup?.();
  try {
    const ours: number[] = [];
    const theirs: number[] = [];
    const fixed = one.runs !== undefined;
    if (!fixed) await round(one.run, one.opsPerRun ?? 1, roundMs);
    if (one.peer && !fixed) await round(one.peer.run, one.peer.opsPerRun ?? 1, roundMs);
    for (let i = 0; i < (one.runs ?? rounds); i++) {
      globalThis.gc?.();
      ours.push(await round(one.run, one.opsPerRun ?? 1, fixed ? 0 : roundMs));
      if (one.peer) theirs.push(await round(one.peer.run, one.peer.opsPerRun ?? 1, fixed ? 0 : roundMs));
    }
    const opsPerSecond = median(ours);
    return one.peer
      ? {opsPerSecond, peer: {name: one.peer.name, opsPerSecond: median(theirs)}}
      : {opsPerSecond};
  } finally {
    await one.teardown?.();
  }
}

/** Calls `run` until `ms` have passed, at least once; operations per second. */
async function round(run: () => void | Promise<void>, opsPerRun: number, ms: number): Promise<number> {
  let runs = 0;
  let elapsed = 0;
  let batch = 1;
  const started = performance.now();
  do {
    for (let i = 0; i < batch; i++) {
      const pending = run();
      if (pending !== undefined) await pending;
    }
    runs += batch;
    elapsed = performance.now() - started;
    if (elapsed * 20 < ms) batch *= 2;
  } while (elapsed < ms);
  return (runs * opsPerRun * 1000) / elapsed;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
