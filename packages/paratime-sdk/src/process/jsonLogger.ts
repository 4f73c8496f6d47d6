import {type Clock, toMilliseconds} from "@oasis-node/primitives/clock";
import type {LogFields, Logger} from "@oasis-node/primitives/log";

const levels = {debug: "DEBG", info: "INFO", warn: "WARN", error: "ERRO"} as const;

/** Writes one JSON object a line, as runtimes made with the Rust library do, for the host to take apart (runtime-workers §2.5). */
export function jsonLogger(
  write: (line: string) => void,
  clock: Clock,
  module = "runtime",
  bound: LogFields = {},
): Logger {
  const log = (level: keyof typeof levels) => (msg: string, fields?: LogFields) => {
    const ts = new Date(toMilliseconds(clock.now())).toISOString();
    write(`${JSON.stringify({msg, level: levels[level], ts, module, ...bound, ...fields}, printable)}\n`);
  };
  return {
    debug: log("debug"),
    info: log("info"),
    warn: log("warn"),
    error: log("error"),
    module: (name) => jsonLogger(write, clock, name, bound),
    with: (fields) => jsonLogger(write, clock, module, {...bound, ...fields}),
  };
}

function printable(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  return value instanceof Error ? value.message : value;
}
