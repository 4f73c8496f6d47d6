import {open} from "node:fs/promises";
import type {Clock} from "@oasis-node/primitives/clock";
import type {LogFields, Logger} from "@oasis-node/primitives/log";
import type {LogLevels} from "../options/index.ts";
import {formatJson, formatLogfmt, type LineFormat} from "./format.ts";
import {type LineLevel, leastRank, rankOf} from "./levels.ts";
import {LineWriter} from "./lineWriter.ts";
import {formatTimestamp} from "./timestamp.ts";
import {plainFields} from "./values.ts";

export interface LogOptions {
  readonly format: "logfmt" | "JSON";
  readonly levels: LogLevels;
  /** Path of the file to append to, or `null` for stdout, where the reference's logs go. */
  readonly file: string | null;
  readonly clock: Clock;
  /** Takes each line in place of stdout, for programs which have more than one output. */
  readonly output?: (line: string) => void;
}

/** The log of a process. */
export interface Log {
  /** Of a part of the node: `level=… module=… ts=… msg=…`. */
  logger(module: string): Logger;
  /** Of a command, which logs with the time first: `ts=… level=… module=… msg=…` (cli-config-grpc §6). */
  commandLogger(module: string): Logger;
  /** Writes what still waits, and closes the file. Lines after that are lost. */
  stop(): Promise<void>;
  /** Writes what still waits at once: before the process ends without a stop. */
  flushSync(): void;
}

const stdout = 1;

/** Opens a log. A file is made for its owner only. Rejects with the system's error when it cannot be opened. */
export async function openLog(options: LogOptions): Promise<Log> {
  const handle = options.file === null ? null : await open(options.file, "a", 0o600);
  const log = new LineLog(options, handle?.fd ?? stdout);
  return {
    logger: (module) => log.logger(module, false),
    commandLogger: (module) => log.logger(module, true),
    flushSync: () => log.writer.flushSync(),
    stop: async () => {
      await log.writer.flush();
      await handle?.close();
    },
  };
}

type LineOutput = Pick<LineWriter, "write" | "flush" | "flushSync">;

/** Lines that somebody takes at once. */
function directOutput(write: (line: string) => void): LineOutput {
  return {write, flush: async () => {}, flushSync: () => {}};
}

class LineLog {
  readonly writer: LineOutput;
  readonly #levels: LogLevels;
  readonly #clock: Clock;
  readonly #format: LineFormat;

  constructor({clock, file, format, levels, output}: LogOptions, descriptor: number) {
    this.#clock = clock;
    this.#levels = levels;
    this.#format = format === "JSON" ? formatJson : formatLogfmt;
    this.writer =
      output !== undefined && file === null
        ? directOutput(output)
        : new LineWriter(descriptor, (count) =>
            this.#line("warn", "logging", false, {}, "lines of the log are missing", {count}),
          );
  }

  logger(module: string, timeFirst: boolean, context: LogFields = {}): Logger {
    const least = leastRank(module, this.#levels);
    const at = (level: LineLevel) => {
      if (rankOf(level) < least) return () => undefined;
      return (message: string, fields: LogFields = {}): void =>
        this.writer.write(this.#line(level, module, timeFirst, context, message, fields));
    };
    return {
      debug: at("debug"),
      info: at("info"),
      warn: at("warn"),
      error: at("error"),
      module: (name) => this.logger(name, timeFirst, context),
      with: (fields) => this.logger(module, timeFirst, {...context, ...fields}),
    };
  }

  /**
   * Names as the reference's. `caller` is left out: finding it takes longer than all the rest of a line, and our files are
   * not the reference's.
   */
  #line(
    level: LineLevel,
    module: string,
    timeFirst: boolean,
    context: LogFields,
    message: string,
    fields: LogFields,
  ): string {
    const ts = ["ts", formatTimestamp(this.#clock.now())] as const;
    const who = [
      ["level", level],
      ["module", module],
    ] as const;
    return this.#format([
      ...(timeFirst ? [ts, ...who] : [...who, ts]),
      ...plainFields(context),
      ["msg", message],
      ...plainFields(fields),
    ]);
  }
}
