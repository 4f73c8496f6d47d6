/** What the code that found a problem knows about it; shown to people and to logs, never sent over the wire. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

export interface CodedErrorOptions {
  /** Text after the registered message on the wire: `<message>: <context>`. Empty is the same as none. */
  readonly context?: string;
  /** Values that explain the failure. */
  readonly details?: ErrorDetails;
  /** What the reader can do about it. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * An error of the protocol: module name and number travel in transaction results and gRPC status details, so they are
 * part of consensus (primitives-mkvs §2.11).
 */
export class CodedError extends Error {
  readonly module: string;
  readonly code: number;
  /** The message as registered, without context. */
  readonly baseMessage: string;
  readonly context: string | undefined;
  readonly details: ErrorDetails;
  readonly hint: string | undefined;

  constructor(module: string, code: number, message: string, options: CodedErrorOptions = {}) {
    const context = options.context === "" ? undefined : options.context;
    super(context === undefined ? message : `${message}: ${context}`, {cause: options.cause});
    this.name = "CodedError";
    this.module = module;
    this.code = code;
    this.baseMessage = message;
    this.context = context;
    this.details = options.details ?? {};
    this.hint = options.hint;
  }
}
