import {Worker} from "node:worker_threads";
import {concat} from "../bytes/index.ts";
import type {RequestSlice} from "./verificationRequest.ts";

/** What a thread tells its pool. */
export interface PoolThreadEvents {
  /** One job is done: verdicts of its slices in order. */
  verdicts(slices: readonly RequestSlice[], verdicts: Uint8Array): void;
  /** The thread is gone; the slices are those it had not finished. */
  failed(thread: PoolThread, slices: readonly RequestSlice[], cause: unknown): void;
}

/** One worker thread and the jobs given to it. Keeps the process alive only while it has jobs. */
export class PoolThread {
  readonly #worker: Worker;
  readonly #jobs: (readonly RequestSlice[])[] = [];
  readonly #events: PoolThreadEvents;
  #gone = false;

  constructor(worker: Worker, events: PoolThreadEvents) {
    this.#worker = worker;
    this.#events = events;
    worker.on("message", (verdicts: Uint8Array) => this.#finishJob(verdicts));
    worker.on("error", (error) => this.#fail(error));
    worker.on("exit", (status) => this.#fail({status}));
  }

  get jobs(): number {
    return this.#jobs.length;
  }

  /** Gives the thread one more job. */
  run(slices: readonly RequestSlice[]): void {
    // Copied into a buffer of its own, which can be transferred.
    const packed = new Uint8Array(concat(...slices.map((slice) => slice.request.bytes(slice))));
    this.#jobs.push(slices);
    this.#worker.ref();
    this.#worker.postMessage(packed, [packed.buffer]);
  }

  /** What the thread has been given and not finished. */
  unfinished(): RequestSlice[] {
    return this.#jobs.flat();
  }

  /** Ends the thread, reporting nothing. */
  async terminate(): Promise<void> {
    this.#gone = true;
    await this.#worker.terminate();
  }

  #finishJob(verdicts: Uint8Array): void {
    const slices = this.#jobs.shift();
    if (this.#jobs.length === 0) this.#worker.unref();
    if (slices !== undefined && !this.#gone) this.#events.verdicts(slices, verdicts);
  }

  #fail(cause: unknown): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#events.failed(this, this.unfinished(), cause);
  }
}

/** Starts the verification thread, from source or from the compiled package, whichever this module is. */
export function startVerifyWorker(): Worker {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const entry = new URL(`./verifyWorker.${extension}`, import.meta.url);
  return new Worker(entry, {execArgv: conditionFlags(process.execArgv)});
}

/** The `--conditions` flags among the process's own: those that decide where packages are loaded from. */
function conditionFlags(args: readonly string[]): string[] {
  return args.filter((arg, index) => {
    const name = arg.startsWith("-") ? arg : args[index - 1];
    return name === "-C" || name === "--conditions" || name?.startsWith("--conditions=") === true;
  });
}
