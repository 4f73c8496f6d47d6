import type {Context} from "./context.ts";
import type {BeginBlock, Validator} from "./requests.ts";

/** Runs a transaction whose body has been decoded. Throws what becomes the result, or `HaltError`. */
export type Handler = (context: Context, body: unknown) => void;

/** Runs a transaction on the body as it came, null when there is none: for methods that have something to do before decoding. */
export type RawHandler = (context: Context, body: Uint8Array | null) => void;

/** One application: what it does with transactions and at the boundaries of blocks (consensus-core §1.1). */
export interface App {
  /** Name of the reference, such as `100_staking`: orders the hooks and stands in event types. */
  readonly name: string;
  /** Handlers by full method name. */
  readonly handlers: ReadonlyMap<string, Handler>;
  /** Handlers by full method name of the methods whose bodies the application decodes itself. */
  readonly rawHandlers?: ReadonlyMap<string, RawHandler>;
  /** Throws are fatal. */
  beginBlock?(context: Context, request: BeginBlock): void;
  /** Throws are fatal. The scheduler alone answers with changes of the validator set. */
  endBlock?(context: Context): readonly Validator[] | undefined;
  /** The state did not come from the blocks this process executed: it was there at the start, or was synced (consensus-core §1.11). */
  stateLoaded?(context: Context): void;
}

/** Pairs a method with its handler; the schema of the method is what makes the body a `T`. */
export function handle<T>(
  method: {readonly name: string; readonly body: {zero(): T}},
  run: (context: Context, body: T) => void,
): readonly [string, Handler] {
  // The application decodes bodies with the schema of the method of that name, so this body is a T.
  return [method.name, (context, body) => run(context, body as T)];
}
