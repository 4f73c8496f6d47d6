import type {Readable} from "node:stream";
import {type Clock, toMilliseconds} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";

export interface LineLimits {
  /** Characters of a line that are kept. */
  readonly lineLength: number;
  /** Lines in a second that are logged; the others are counted. */
  readonly linesPerSecond: number;
  /** Bytes in a second that are read; then whoever writes them waits. */
  readonly bytesPerSecond: number;
}

export const defaultLineLimits: LineLimits = {
  lineLength: 4096,
  linesPerSecond: 200,
  bytesPerSecond: 4 * 1024 * 1024,
};

/** Last lines that are kept to explain an exit. */
const keptLines = 5;

const second = 1_000_000_000n;

/**
 * Puts what a runtime writes on stdout or stderr into the log, line by line and no faster than the limits: a runtime that
 * writes without end costs the node neither memory nor disk.
 */
export class LineLogger {
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #limits: LineLimits;
  readonly #last: string[] = [];
  readonly #decoder = new TextDecoder();
  #line = "";
  #cut = false;
  #windowEnd = 0n;
  #lines = 0;
  #bytes = 0;
  #dropped = 0;

  constructor(logger: Logger, clock: Clock, limits: LineLimits = defaultLineLimits) {
    this.#logger = logger;
    this.#clock = clock;
    this.#limits = limits;
  }

  /** The last lines, oldest first. */
  get lastLines(): readonly string[] {
    return this.#last;
  }

  /** Reads a stream to its end. Never rejects: one that breaks has ended. */
  async follow(stream: Readable, signal?: AbortSignal): Promise<void> {
    try {
      for await (const chunk of stream) {
        this.#renewWindow();
        this.#take(chunk);
        const wait = this.#bytes > this.#limits.bytesPerSecond ? this.#windowEnd - this.#clock.now() : 0n;
        if (wait > 0n) await this.#clock.sleep(toMilliseconds(wait) + 1, signal);
      }
    } catch {
      // The process is gone, or nobody wants to hear of it any more.
    }
    this.#endLine();
    this.#reportDropped();
  }

  #take(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    const [first = "", ...rest] = this.#decoder.decode(chunk, {stream: true}).split("\n");
    this.#append(first);
    for (const part of rest) {
      this.#endLine();
      this.#append(part);
    }
  }

  #append(part: string): void {
    const room = this.#limits.lineLength - this.#line.length;
    this.#cut ||= part.length > room;
    this.#line += part.slice(0, Math.max(0, room));
  }

  #endLine(): void {
    const line = this.#cut ? `${this.#line}…` : this.#line;
    this.#line = "";
    this.#cut = false;
    if (line.trim() === "") return;
    this.#last.push(line);
    if (this.#last.length > keptLines) this.#last.shift();
    if (this.#lines++ < this.#limits.linesPerSecond) logLine(this.#logger, line);
    else this.#dropped++;
  }

  #renewWindow(): void {
    const now = this.#clock.now();
    // A clock that was set back must not stop the output.
    if (now < this.#windowEnd && this.#windowEnd - now <= second) return;
    this.#windowEnd = now + second;
    this.#lines = 0;
    this.#bytes = 0;
    this.#reportDropped();
  }

  #reportDropped(): void {
    if (this.#dropped > 0)
      this.#logger.warn("runtime writes too much, lines dropped", {lines: this.#dropped});
    this.#dropped = 0;
  }
}

/** Levels of the lines that runtimes made with the Rust library write, by their first letter (runtime-workers §2.5). */
const levels = {C: "error", E: "error", W: "warn", I: "info", D: "debug", T: "debug"} as const;

/** One line: a JSON object with `msg` and `level` is taken apart, anything else is logged as it is. */
function logLine(logger: Logger, line: string): void {
  const {level, msg, module} = fieldsOf(line);
  const known = typeof level === "string" ? level.charAt(0).toUpperCase() : "";
  const method = isLevel(known) ? levels[known] : "info";
  if (typeof msg !== "string") logger[method]("runtime output", {line});
  else if (typeof module === "string") logger[method]("runtime output", {line: msg, source: module});
  else logger[method]("runtime output", {line: msg});
}

function isLevel(letter: string): letter is keyof typeof levels {
  return Object.hasOwn(levels, letter);
}

function fieldsOf(line: string): Readonly<Record<string, unknown>> {
  if (!line.startsWith("{")) return {};
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? {...value} : {};
  } catch {
    return {};
  }
}
