import {decode, encode, higherLimits, type Schema} from "@oasis-node/primitives/cbor";
import {type ErrorRegistry, errorRegistry, TypedError} from "@oasis-node/primitives/errors";
import {type Api, type CallOptions, methodPath, type Service} from "../service/index.ts";
import {RpcError} from "../status/index.ts";
import {frameMessage, nilMessage} from "../transport/index.ts";
import {parseAddress} from "./address.ts";
import {type CallContext, RefusedError} from "./clientCall.ts";
import {Connection} from "./connection.ts";
import type {ClientTls} from "./dialTls.ts";
import {receiveAll, receiveOne} from "./receive.ts";

/** Counts of one method, `oasis_grpc_client_…`. */
export interface ClientCallMetrics {
  readonly calls: {inc(): void};
  /** Seconds; of unary calls. */
  readonly latency: {observe(seconds: number): void};
}

export interface ConnectOptions {
  /** Without TLS when absent, as on the local socket. */
  readonly tls?: ClientTls;
  /** Errors that get their registered text and their context apart; all others have both as one text. */
  readonly errors?: ErrorRegistry;
  /** For calls that say nothing about it. */
  readonly waitForReady?: boolean;
  /** The metrics of a method by its path. */
  readonly metrics?: (path: string) => ClientCallMetrics;
}

/** Schemas without the type of their values: a table and its `Api` agree by construction. */
interface Declared {
  readonly kind: "unary" | "stream";
  readonly request: Schema<unknown> | null;
  readonly response: Schema<unknown> | null;
  readonly wireName: string | null;
}

const noErrors = errorRegistry([]);

/**
 * A client of a server.
 *
 * @param address - `unix:PATH` or `HOST:PORT`. Throws `ClientError` `badAddress`.
 */
export function connect(address: string, options: ConnectOptions = {}): RpcClient {
  return new RpcClient(new Connection(parseAddress(address), options.tls ?? null), options);
}

/** A client of one server; connects when it is first used, and again when the connection broke. */
export class RpcClient {
  readonly #connection: Connection;
  readonly #options: ConnectOptions;

  constructor(connection: Connection, options: ConnectOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  /**
   * A service of the server. Calls throw coded errors where the server names module and number, `RpcError` for other statuses,
   * and the reason of their signal. A stream is opened when it is first read, and closed when the reader stops.
   */
  api<M>(service: Service<M>): Api<Service<M>> {
    const methods = Object.entries(service.methods as Readonly<Record<string, Declared>>);
    const calls = methods.map(([property, method]) => {
      const path = methodPath(service.name, property, method.wireName);
      const call =
        method.kind === "unary"
          ? (request: unknown, options?: CallOptions) => this.#unary(path, method, request, options)
          : (request: unknown, options?: CallOptions) => this.#stream(path, method, request, options);
      return [property, call] as const;
    });
    // One function for every method of the table, of the type that the table gives it.
    return Object.fromEntries(calls) as Api<Service<M>>;
  }

  /** Ends all calls. */
  close(): void {
    this.#connection.close();
  }

  async #unary(
    path: string,
    method: Declared,
    request: unknown,
    options: CallOptions = {},
  ): Promise<unknown> {
    const metrics = this.#options.metrics?.(path);
    metrics?.calls.inc();
    const start = performance.now();
    const context = this.#context(path, method, request, options);
    const message = await this.#receiveOne(context, options);
    metrics?.latency.observe((performance.now() - start) / 1000);
    return readResponse(method, message);
  }

  async #receiveOne(context: CallContext, options: CallOptions): Promise<Uint8Array> {
    try {
      return await receiveOne(this.#connection.ready ?? (await this.#session(options)), context);
    } catch (error) {
      this.#connection.checkOpen();
      // Once more: the server has not looked at it.
      if (!(error instanceof RefusedError)) throw error;
      return await receiveOne(await this.#session(options), context);
    }
  }

  async *#stream(
    path: string,
    method: Declared,
    request: unknown,
    options: CallOptions = {},
  ): AsyncGenerator<unknown, void, undefined> {
    this.#options.metrics?.(path).calls.inc();
    const context = this.#context(path, method, request, options);
    const session = this.#connection.ready ?? (await this.#session(options));
    try {
      for await (const message of receiveAll(session, context)) yield readResponse(method, message);
    } catch (error) {
      this.#connection.checkOpen();
      throw error;
    }
  }

  #session({signal, waitForReady = this.#options.waitForReady ?? false}: CallOptions) {
    return this.#connection.session({waitForReady, signal});
  }

  #context(path: string, method: Declared, request: unknown, {signal, timeout}: CallOptions): CallContext {
    signal?.throwIfAborted();
    const message = method.request === null ? nilMessage : encode(method.request, request);
    return {path, frame: frameMessage(message), signal, timeout, errors: this.#options.errors ?? noErrors};
  }
}

function readResponse({kind, response}: Declared, message: Uint8Array): unknown {
  if (response === null) return undefined;
  if (message.length === 0) return response.zero();
  try {
    return decode(response, message, higherLimits);
  } catch (error) {
    if (!(error instanceof TypedError)) throw error;
    const text = `grpc: failed to unmarshal the received message ${error.message}`;
    throw new RpcError("Internal", text, {details: {...error.details, kind}});
  }
}
