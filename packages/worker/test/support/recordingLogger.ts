import type {LogFields, Logger} from "@oasis-node/primitives/log";

export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: LogFields;
}

/** Keeps every line, and lets tests wait for lines to come. */
export class RecordingLogger implements Logger {
  readonly lines: LogLine[] = [];
  readonly #waiting = new Set<() => void>();

  debug(message: string, fields: LogFields = {}): void {
    this.#add({level: "debug", message, fields});
  }
  info(message: string, fields: LogFields = {}): void {
    this.#add({level: "info", message, fields});
  }
  warn(message: string, fields: LogFields = {}): void {
    this.#add({level: "warn", message, fields});
  }
  error(message: string, fields: LogFields = {}): void {
    this.#add({level: "error", message, fields});
  }
  module(): Logger {
    return this;
  }
  with(): Logger {
    return this;
  }

  count(message: string): number {
    return this.lines.filter((line) => line.message === message).length;
  }

  /** Resolves with the line as soon as the message has come that many times. */
  async until(message: string, times = 1): Promise<LogLine> {
    for (;;) {
      const found = this.lines.filter((line) => line.message === message)[times - 1];
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #add(line: LogLine): void {
    this.lines.push(line);
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }
}
