import type {Schema} from "@oasis-node/primitives/cbor";
import type {PublicKey} from "@oasis-node/primitives/signature";

/** One request, one response. `null` for a message that is nil: zero bytes on the wire, not CBOR null (cli-config-grpc §5.1). */
export interface UnaryMethod<Q, R> {
  readonly kind: "unary";
  readonly request: Schema<Q> | null;
  readonly response: Schema<R> | null;
  /** Name on the wire where it is not the property's name with a capital. */
  readonly wireName: string | null;
}

/** One request, then responses until the caller has enough or the server ends. */
export interface StreamMethod<Q, R> {
  readonly kind: "stream";
  readonly request: Schema<Q> | null;
  readonly response: Schema<R>;
  readonly wireName: string | null;
}

/** A method whose messages are not looked at. `never` in the place of the value lets every schema in. */
export type AnyMethod = UnaryMethod<never, never> | StreamMethod<never, never>;
export type AnyMethods = Readonly<Record<string, AnyMethod>>;

/** A gRPC service: from this one declaration come its server, its client and its types. */
export interface Service<M> {
  /** Name without the prefix, like `Staking`. */
  readonly name: string;
  readonly methods: M;
}

/** The type of nil messages. */
export type Nil = undefined;

/** Declares a unary method: `unary(request, response)`, either of them `null` for nil. */
export function unary(request: null, response: null, wireName?: string): UnaryMethod<Nil, Nil>;
export function unary<Q>(request: Schema<Q>, response: null, wireName?: string): UnaryMethod<Q, Nil>;
export function unary<R>(request: null, response: Schema<R>, wireName?: string): UnaryMethod<Nil, R>;
export function unary<Q, R>(request: Schema<Q>, response: Schema<R>, wireName?: string): UnaryMethod<Q, R>;
export function unary<Q, R>(
  request: Schema<Q> | null,
  response: Schema<R> | null,
  wireName?: string,
): UnaryMethod<Q, R> {
  return {kind: "unary", request, response, wireName: wireName ?? null};
}

/** Declares a method that streams responses. */
export function stream<R>(request: null, response: Schema<R>): StreamMethod<Nil, R>;
export function stream<Q, R>(request: Schema<Q>, response: Schema<R>): StreamMethod<Q, R>;
export function stream<Q, R>(request: Schema<Q> | null, response: Schema<R>): StreamMethod<Q, R> {
  return {kind: "stream", request, response, wireName: null};
}

/** Declares a service. Property order is the order of documentation. */
export function defineService<const M>(name: string, methods: M): Service<M> {
  return {name, methods};
}

/** Path of a method in HTTP/2, like `/oasis-core.Staking/Account`. */
export function methodPath(service: string, property: string, wireName: string | null): string {
  const name = wireName ?? property.charAt(0).toUpperCase() + property.slice(1);
  return `/oasis-core.${service}/${name}`;
}

/** Who calls, as a server learns it. */
export interface Peer {
  /** Key of the one valid node certificate that the caller presented; null without, and on the local socket. */
  readonly tlsKey: PublicKey | null;
  /** Values of the metadata `forwarded-subject`, with which a sentry names whom it speaks for. */
  readonly forwardedSubjects: readonly string[];
}

export interface CallOptions {
  /** Aborted when the caller gives up, its deadline passes, or the connection breaks. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which the caller gives up; the server learns of it. For clients. */
  readonly timeout?: number;
  /** Whether to wait, instead of failing, while the server cannot be reached. For clients. */
  readonly waitForReady?: boolean;
  /** Set by a server; absent in calls within the process. */
  readonly peer?: Peer;
}

type Call<Q, Out> = [Q] extends [Nil]
  ? (request?: Nil, options?: CallOptions) => Out
  : (request: Q, options?: CallOptions) => Out;

/**
 * What a service does, as typed functions: implemented by the node itself and by the client of a remote one alike.
 * Failures are coded errors, whether they crossed a socket or not.
 */
export type Api<S> =
  S extends Service<infer M>
    ? {
        readonly [K in keyof M]: M[K] extends UnaryMethod<infer Q, infer R>
          ? Call<Q, Promise<[R] extends [Nil] ? void : R>>
          : M[K] extends StreamMethod<infer Q, infer R>
            ? Call<Q, AsyncIterable<R>>
            : never;
      }
    : never;
