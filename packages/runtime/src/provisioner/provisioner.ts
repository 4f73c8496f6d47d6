import type {Duplex} from "node:stream";
import type {Logger} from "@oasis-node/primitives/log";

/** A runtime that runs, and the stream it has opened to its host. */
export interface StartedRuntime {
  readonly stream: Duplex;
  /** Process number, for people; null when it is no process. */
  readonly pid: number | null;
  /** Resolves with why it ended; never rejects. */
  readonly exited: Promise<string>;
  /** Ends it at once; resolves when it is gone. */
  kill(): Promise<void>;
}

export interface StartOptions {
  /** Gives up starting; what has been started is ended. */
  readonly signal: AbortSignal;
  /** Takes the runtime's output too. */
  readonly logger: Logger;
}

/**
 * Starts one runtime again and again (runtime-workers §2). Rejects with `SandboxError`, which says what to do about it,
 * or the signal's reason; then nothing is left of the attempt.
 */
export interface Provisioner {
  readonly name: "sandboxed" | "unconfined" | "mock";
  start(options: StartOptions): Promise<StartedRuntime>;
}

/** The variable that tells a runtime where its host listens. */
export const workerHostVariable = "OASIS_WORKER_HOST";
