import {decode} from "@oasis-node/primitives/cbor";
import type {Transaction} from "../consensus/index.ts";
import type {App, Context, RawHandler} from "../context/index.ts";
import {transactionMethod, UnknownMethodError} from "../methods/index.ts";

/** Finds the handler of a transaction among the applications (consensus-core §1.1). */
export class Dispatcher {
  readonly #handlers: ReadonlyMap<string, RawHandler>;

  /** Throws `RangeError` when a method has two handlers or does not exist. */
  constructor(apps: readonly App[]) {
    const handlers = new Map<string, RawHandler>();
    for (const [name, handler] of apps.flatMap(rawHandlers)) {
      if (handlers.has(name)) throw new RangeError(`method ${name} has two handlers`);
      handlers.set(name, handler);
    }
    this.#handlers = handlers;
  }

  /** What runs a transaction. Throws `UnknownMethodError`. */
  handlerOf({method}: Transaction): RawHandler {
    const handler = this.#handlers.get(method);
    if (handler === undefined) throw new UnknownMethodError(method);
    return handler;
  }
}

function rawHandlers(app: App): [string, RawHandler][] {
  const decoding = [...app.handlers].map(([name, handler]): [string, RawHandler] => {
    const method = transactionMethod(name);
    if (method === undefined)
      throw new RangeError(`${app.name} handles a method that does not exist: ${name}`);
    const {body, bodyIgnored} = method;
    const run = (context: Context, raw: Uint8Array | null): void =>
      handler(context, bodyIgnored ? body.zero() : decode(body, raw));
    return [name, run];
  });
  return [...decoding, ...(app.rawHandlers ?? [])];
}
