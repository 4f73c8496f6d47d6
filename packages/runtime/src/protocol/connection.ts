import type {Duplex} from "node:stream";
import {CborError, encodeFrame, FrameDecoder} from "@oasis-node/primitives/cbor";
import type {Clock} from "@oasis-node/primitives/clock";
import type {ErrorRegistry} from "@oasis-node/primitives/errors";
import type {Logger} from "@oasis-node/primitives/log";
import {errorFromBody, errorToBody, rhpErrorRegistry} from "./errorBody.ts";
import {defaultLimits, Exchange, type ExchangeLimits, type Phase} from "./exchange.ts";
import {FrameWriter} from "./frameWriter.ts";
import type {AnswerTo, Handlers, RequestContext} from "./handlers.ts";
import {
  type Body,
  type BodyType,
  type BodyValue,
  HostMessage,
  type Message,
  messageTypes,
} from "./message.ts";
import type {HostRequests, RequestTable, RuntimeRequests} from "./requests.ts";
import {RhpError} from "./rhpError.ts";
import {hostSide, runtimeSide, type Side, servedBy} from "./side.ts";

export interface ConnectionOptions {
  readonly stream: Duplex;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Errors of the other side by module and number; those of the protocol itself when left out. */
  readonly errors?: ErrorRegistry;
  readonly limits?: ExchangeLimits;
}

export interface CallOptions {
  /** Gives up waiting: the call rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Gives up waiting after so many milliseconds, with `RhpError` `timeout`. */
  readonly timeoutMs?: number | undefined;
}

interface Waiting {
  readonly type: BodyType;
  readonly resolve: (body: Body) => void;
  readonly reject: (error: unknown) => void;
}

type AnyHandler = (request: unknown, context: RequestContext) => unknown;

/** Bytes taken from a chunk at once, so that no more requests come in at once than fit into them. */
const sliceSize = 64 * 1024;

/**
 * One connection of the Runtime Host Protocol (runtime-workers §1.1): requests in both directions, answered in any order.
 * Owns the stream. Use `hostConnection` or `runtimeConnection`.
 */
export class Connection<Ask extends RequestTable, Serve extends RequestTable> {
  /** Resolves with the reason once the connection has ended. */
  readonly closed: Promise<RhpError>;
  readonly #side: Side<Ask>;
  readonly #handlers: ReadonlyMap<string, AnyHandler>;
  readonly #stream: Duplex;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #errors: ErrorRegistry;
  readonly #exchange: Exchange;
  readonly #writer: FrameWriter;
  readonly #waiting = new Map<bigint, Waiting>();
  readonly #ended = new AbortController();
  readonly #settleClosed: (reason: RhpError) => void;
  #roomMade: (() => void) | null = null;

  constructor(side: Side<Ask>, handlers: Handlers<Serve>, options: ConnectionOptions) {
    const {promise, resolve} = Promise.withResolvers<RhpError>();
    this.closed = promise;
    this.#settleClosed = resolve;
    this.#side = side;
    // Each handler takes what the schema of its name makes.
    this.#handlers = new Map(Object.entries(handlers) as [string, AnyHandler][]);
    this.#stream = options.stream;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#errors = options.errors ?? rhpErrorRegistry;
    this.#exchange = new Exchange(options.limits ?? defaultLimits);
    this.#writer = new FrameWriter(options.stream, options.clock, (error) => this.close(error));
    this.#exchange.enter("initializing");
    this.#stream.on("error", (cause) => this.close(transportError(cause)));
    void this.#read();
  }

  get phase(): Phase {
    return this.#exchange.phase;
  }

  /** Allows all requests from now on: the handshake is done. */
  becomeReady(): void {
    this.#exchange.enter("ready");
  }

  /**
   * Asks the other side. Rejects with the `CodedError` it answers, `RhpError`, or the signal's reason; a request that is
   * too large to send rejects with `CborError` `limit`.
   */
  async call<K extends keyof Ask & BodyType>(
    type: K,
    value: BodyValue<K>,
    options: CallOptions = {},
  ): Promise<AnswerTo<Ask, K>> {
    options.signal?.throwIfAborted();
    const id = this.#exchange.request(type);
    const stopWaiting = new AbortController();
    try {
      // `type` and `value` belong together, which the union cannot tell from the two by themselves.
      void this.#send({id, messageType: messageTypes.request, body: {type, value} as Body});
      const answer = await this.#answer(id, type, options, stopWaiting.signal);
      if (answer.type === "Error") throw errorFromBody(this.#errors, answer.value);
      if (answer.type !== this.#side.asks[type]) throw unexpected(type, answer.type);
      return answer.value as AnswerTo<Ask, K>;
    } finally {
      stopWaiting.abort();
      this.#exchange.abandon(id);
      this.#waiting.delete(id);
    }
  }

  /** Ends the connection: calls are rejected with the reason, handlers are aborted. Nothing happens the second time. */
  close(reason: RhpError = new RhpError("closed", "rhp: connection closed")): void {
    if (!this.#exchange.enter("closed")) return;
    this.#writer.close();
    this.#stream.destroy();
    for (const {reject} of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
    this.#ended.abort(reason);
    this.#roomMade?.();
    this.#settleClosed(reason);
  }

  #answer(id: bigint, type: BodyType, {signal, timeoutMs}: CallOptions, done: AbortSignal): Promise<Body> {
    const {promise, resolve, reject} = Promise.withResolvers<Body>();
    this.#waiting.set(id, {type, resolve, reject});
    signal?.addEventListener("abort", () => reject(signal.reason), {once: true, signal: done});
    if (timeoutMs !== undefined) {
      const late = () => reject(new RhpError("timeout", `rhp: no answer to ${type} within ${timeoutMs} ms`));
      this.#clock.sleep(timeoutMs, done).then(late, () => {});
    }
    return promise;
  }

  /** Resolves when the message is out of memory. */
  #send(message: Message): Promise<void> {
    const body = this.#side.prepare(message.body);
    return this.#writer.push(encodeFrame(this.#side.schema, {...message, body}));
  }

  /** Never rejects. */
  async #read(): Promise<void> {
    const decoder = new FrameDecoder(HostMessage);
    try {
      for await (const chunk of this.#stream) {
        for (let at = 0; at < chunk.length; at += sliceSize) {
          decoder.push(chunk.subarray(at, at + sliceSize), (message) => this.#receive(message));
          await this.#room();
        }
      }
      decoder.end();
      this.close();
    } catch (cause) {
      if (cause instanceof CborError) this.close(new RhpError("badFrame", `rhp: ${cause.message}`, {cause}));
      else this.close(transportError(cause));
    }
  }

  /** Waits while as many requests are worked on as may be: the rest stays with the other side. */
  async #room(): Promise<void> {
    while (this.#exchange.isFull && this.phase !== "closed") {
      const {promise, resolve} = Promise.withResolvers<void>();
      this.#roomMade = resolve;
      await promise;
    }
  }

  #receive(message: Message): void {
    const verdict = this.#exchange.receive(message);
    switch (verdict.kind) {
      case "serve":
        void this.#serve(message);
        return;
      case "refuse":
        this.#logger.warn("request before the connection is ready", {request: message.body.type});
        void this.#respond(message.id, errorToBody(verdict.error));
        return;
      case "settle":
        this.#waiting.get(message.id)?.resolve(message.body);
        return;
      case "drop": {
        const {reason} = verdict;
        // Whoever gives up waiting is answered all the same.
        const level = reason === "lateResponse" ? "debug" : "warn";
        this.#logger[level]("message dropped", {reason, id: message.id, body: message.body.type});
      }
    }
  }

  /** Never rejects. */
  async #serve({id, body}: Message): Promise<void> {
    let answer: Body;
    try {
      answer = await this.#handle(body);
    } catch (error) {
      answer = errorToBody(error);
    }
    await this.#respond(id, answer);
  }

  async #handle({type, value}: Body): Promise<Body> {
    const handler = this.#handlers.get(type);
    const answerType = servedBy(this.#side, type);
    if (handler === undefined || answerType === undefined) throw this.#side.notSupported();
    const answer = await handler(value, {signal: this.#ended.signal});
    return {type: answerType, value: answer} as Body;
  }

  /**
   * Never rejects: an answer that does not go into a frame becomes an error, so that the other side does not wait for
   * ever. A request counts until its answer has been written, or answers that nobody reads would pile up.
   */
  async #respond(id: bigint, body: Body): Promise<void> {
    const message = {id, messageType: messageTypes.response, body};
    try {
      await this.#send(message);
    } catch (error) {
      this.#logger.warn("answer cannot be sent", {body: body.type, err: error});
      await this.#send({...message, body: errorToBody(error)});
    }
    this.#exchange.served();
    this.#roomMade?.();
  }
}

/** Body that answers a request of the other side. */
function unexpected(request: BodyType, answer: BodyType): RhpError {
  const details = {request, answer};
  return new RhpError("unexpectedResponse", `rhp: unexpected response to ${request}`, {details});
}

function transportError(cause: unknown): RhpError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new RhpError("transport", `rhp: connection failed: ${text}`, {cause});
}

/** The node's end of a connection. */
export type HostConnection = Connection<RuntimeRequests, HostRequests>;

/** A runtime's end of a connection. */
export type RuntimeConnection = Connection<HostRequests, RuntimeRequests>;

/** The node's end, before the handshake. */
export function hostConnection(options: ConnectionOptions, handlers: Handlers<HostRequests>): HostConnection {
  return new Connection(hostSide, handlers, options);
}

/** A runtime's end: it answers whatever it is asked. */
export function runtimeConnection(
  options: ConnectionOptions,
  handlers: Handlers<RuntimeRequests>,
): RuntimeConnection {
  const connection = new Connection<HostRequests, RuntimeRequests>(runtimeSide, handlers, options);
  connection.becomeReady();
  return connection;
}
