/** What a line of the log says beside its message. 64-bit numbers are `bigint`; bytes are given as the text to show. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Where a part of the node tells what it does (cli-config-grpc §6). The message is a constant text; what varies goes into
 * the fields, an error under `err`. Never a secret.
 */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The logger of another module, whose level may differ. */
  module(name: string): Logger;
  /** The same with fields on every line. */
  with(fields: LogFields): Logger;
}

/** Tells nobody. */
export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  module: () => silentLogger,
  with: () => silentLogger,
};
