import {Backoff} from "@oasis-node/consensus/submission";
import type {Clock} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";
import type {CallOptions} from "@oasis-node/rpc/service";

/** What everything that waits and tries again needs. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
  readonly logger: Logger;
}

export interface Followed<T> {
  /** What is watched, for the log. */
  readonly name: string;
  readonly open: (options: CallOptions) => AsyncIterable<T>;
  /** The next item waits until it is done. */
  readonly onItem: (item: T) => Promise<void>;
  /** Called whenever the stream has been opened (again): what happened before it will not tell. */
  readonly onOpen?: () => void;
  readonly signal: AbortSignal;
}

/** Reads a stream until the signal is aborted; opens it again, with back-off, when it ends or breaks. */
export async function follow<T>(
  {name, open, onItem, onOpen, signal}: Followed<T>,
  {clock, random, logger}: Surroundings,
): Promise<void> {
  const backoff = new Backoff(random);
  while (!signal.aborted) {
    let iterator: AsyncIterator<T> | null = null;
    try {
      iterator = open({signal})[Symbol.asyncIterator]();
      // Asked for before anything else, so that the stream is open by then.
      let next = iterator.next();
      onOpen?.();
      for (let result = await next; result.done !== true; result = await next) {
        backoff.reset();
        await onItem(result.value);
        next = iterator.next();
      }
    } catch (error) {
      if (!signal.aborted) logger.error(`failed to watch ${name}`, {err: error});
      // A stream whose item could not be taken is still open.
      await iterator?.return?.().catch(() => {});
    }
    await pause(backoff, clock, signal);
  }
}

/** Waits as long as the back-off says, or until the signal is aborted. */
export async function pause(backoff: Backoff, clock: Clock, signal: AbortSignal): Promise<void> {
  const waitMs = backoff.next(0);
  if (waitMs === null || signal.aborted) return;
  await clock.sleep(waitMs, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
