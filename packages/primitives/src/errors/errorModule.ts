import {CodedError, type CodedErrorOptions} from "./codedError.ts";

type Declaration = readonly [code: number, message: string];

/** Makes errors of one kind and recognises them. */
export interface ErrorKind {
  (options?: CodedErrorOptions): CodedError;
  readonly module: string;
  readonly code: number;
  readonly message: string;
  /** Whether `error` is of this kind, whatever its context. */
  is(error: unknown): error is CodedError;
}

export type ErrorModule<T> = {readonly [K in keyof T]: ErrorKind};

/**
 * Declares the errors of a module: name → [number, message]. Numbers are unique within the module and not zero
 * (zero means success on the wire); a violation is a programming error and throws at once.
 */
export function errorModule<const T extends Readonly<Record<string, Declaration>>>(
  module: string,
  declarations: T,
): ErrorModule<T> {
  const codes = new Set<number>();
  const kinds = Object.entries(declarations).map(([name, [code, message]]) => {
    if (code === 0 || codes.has(code))
      throw new RangeError(`error module ${module}: code ${code} is zero or taken`);
    codes.add(code);
    return [name, errorKind(module, code, message)] as const;
  });
  return Object.freeze(Object.fromEntries(kinds)) as ErrorModule<T>;
}

function errorKind(module: string, code: number, message: string): ErrorKind {
  const make = (options: CodedErrorOptions = {}): CodedError => {
    const error = new CodedError(module, code, message, options);
    Error.captureStackTrace(error, make);
    return error;
  };
  const is = (error: unknown): error is CodedError =>
    error instanceof CodedError && error.module === module && error.code === code;
  return Object.freeze(Object.assign(make, {module, code, message, is}));
}
