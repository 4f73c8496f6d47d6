import {CodedError} from "./codedError.ts";
import {type ErrorKind, errorModule} from "./errorModule.ts";

/** What every error without module and number is on the wire. */
export const unknownErrors = errorModule("unknown", {unknownError: [1, "unknown error"]});

export interface ErrorCode {
  readonly module: string;
  readonly code: number;
}

/** Finds errors by the module and number they travel with. */
export interface ErrorRegistry {
  find(module: string, code: number): ErrorKind | undefined;
  /**
   * The error which a module, a number and a text stand for (primitives-mkvs §2.11). The text is the registered message,
   * or that and a context; any other text is taken for the context. Of an unregistered error the text is the message.
   */
  fromWire(module: string, code: number, text: string): CodedError;
}

/** A registry of the errors of modules. Throws `RangeError` when two declare the same module and number. */
export function errorRegistry(modules: readonly Readonly<Record<string, ErrorKind>>[]): ErrorRegistry {
  const kinds = new Map<string, ErrorKind>();
  for (const kind of [unknownErrors, ...modules].flatMap((module) => Object.values(module))) {
    const key = registryKey(kind.module, kind.code);
    if (kinds.has(key)) throw new RangeError(`error ${key} is declared twice`);
    kinds.set(key, kind);
  }
  const find = (module: string, code: number): ErrorKind | undefined => kinds.get(registryKey(module, code));
  return {
    find,
    fromWire: (module, code, text) => {
      const kind = find(module, code);
      if (kind === undefined || unknownErrors.unknownError.is(kind()))
        return new CodedError(module, code, text);
      const prefix = `${kind.message}: `;
      const context = text.startsWith(prefix) ? text.slice(prefix.length) : text;
      return text === kind.message ? kind() : kind({context});
    },
  };
}

/** Module and number of any error: its own, those of the nearest coded cause, or unknown/1. */
export function errorCode(error: unknown): ErrorCode {
  let current = error;
  // A chain of causes may be a ring; the reference's cannot be deep.
  for (let depth = 0; depth < 64 && current instanceof Error; depth++) {
    if (current instanceof CodedError) return {module: current.module, code: current.code};
    current = current.cause;
  }
  const {module, code} = unknownErrors.unknownError;
  return {module, code};
}

function registryKey(module: string, code: number): string {
  return `${module}-${code}`;
}
