import type {Http2Session, ServerHttp2Stream} from "node:http2";
import {decode, encode, higherLimits, type Schema} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import type {Logger} from "@oasis-node/primitives/log";
import type {CallOptions, Peer} from "../service/index.ts";
import {isDefect, RpcError, type RpcStatus, statusOfError} from "../status/index.ts";
import {frameMessage, MessageReader, nilMessage} from "../transport/index.ts";
import type {RpcLimits} from "./limits.ts";
import type {RequestHeaders} from "./requestHeaders.ts";
import {Responder} from "./responder.ts";
import type {Route} from "./route.ts";

export interface ServerCallOptions {
  readonly route: Route;
  readonly request: RequestHeaders;
  readonly peer: Peer;
  readonly limits: RpcLimits;
  readonly logger: Logger;
}

/** One call on its stream: takes the request, has it executed, writes what comes of it. */
export class ServerCall implements CallOptions {
  readonly route: Route;
  readonly peer: Peer;
  readonly session: Http2Session | undefined;
  readonly #responder: Responder;
  readonly #logger: Logger;
  readonly #reader = new MessageReader();
  readonly #deadline: NodeJS.Timeout | undefined;
  #controller: AbortController | undefined;
  /** Why the call ended before its time. */
  #abortReason: RpcError | undefined;
  #isTaken = false;
  #isAnswered = false;

  constructor(stream: ServerHttp2Stream, {route, request, peer, limits, logger}: ServerCallOptions) {
    this.route = route;
    this.peer = peer;
    this.session = stream.session;
    this.#logger = logger;
    const {contentType, timeout} = request;
    this.#responder = new Responder(stream, contentType, limits.stalled);
    if (timeout !== null) this.#deadline = setTimeout(() => this.#expire(), timeout);
    stream.on("data", (chunk: Uint8Array) => this.#receive(chunk));
    stream.on("end", () => this.#endOfRequest());
    stream.on("close", () => this.#closed());
  }

  /** Made when somebody asks for it: most calls are over before anybody could give up. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#abortReason !== undefined) this.#controller.abort(this.#abortReason);
    }
    return this.#controller.signal;
  }

  /** Ends the call with a status. */
  abort(reason: RpcError): void {
    if (this.#abortReason !== undefined) return;
    this.#abortReason = reason;
    clearTimeout(this.#deadline);
    this.#controller?.abort(reason);
    this.#answer(statusOfError(reason));
  }

  #receive(chunk: Uint8Array): void {
    // What comes after the one message is of no interest.
    if (this.#isTaken) return;
    try {
      this.#reader.push(chunk);
      const message = this.#reader.next();
      if (message !== null) this.#take(message);
    } catch (error) {
      this.#fail(error);
    }
  }

  #endOfRequest(): void {
    if (this.#isTaken) return;
    // The reference gives no better texts, and another status for a stream cut short.
    const isCut = this.#reader.hasRest;
    const code = isCut && this.route.kind === "stream" ? "Internal" : "Unknown";
    this.#fail(new RpcError(code, isCut ? "unexpected EOF" : "EOF"));
  }

  #closed(): void {
    clearTimeout(this.#deadline);
    if (this.#isAnswered) return;
    this.#abortReason ??= new RpcError("Canceled", "context canceled");
    this.#controller?.abort(this.#abortReason);
  }

  #expire(): void {
    this.abort(new RpcError("DeadlineExceeded", "context deadline exceeded"));
  }

  #take(message: Uint8Array): void {
    this.#isTaken = true;
    const {route} = this;
    route.metrics()?.calls.inc();
    const request = readRequest(route, message);
    const run = route.kind === "unary" ? this.#runUnary(request) : this.#runStream(request);
    run.catch((error: unknown) => this.#fail(error));
  }

  async #runUnary(request: unknown): Promise<void> {
    const {route} = this;
    const metrics = route.metrics();
    const start = metrics === null ? 0 : performance.now();
    const response = await route.call(request, this);
    metrics?.latency.observe((performance.now() - start) / 1000);
    clearTimeout(this.#deadline);
    if (this.#abortReason !== undefined) return;
    const frame = frameMessage(writeResponse(route.response, response));
    this.#isAnswered = true;
    this.#responder.finish(frame);
  }

  async #runStream(request: unknown): Promise<void> {
    const {route, signal} = this;
    const metrics = route.metrics();
    // The table says that it is a stream.
    const responses = route.call(request, this) as AsyncIterable<unknown>;
    for await (const response of responses) {
      if (signal.aborted) return;
      metrics?.streamWrites.inc();
      await this.#responder.write(frameMessage(writeResponse(route.response, response)), signal);
    }
    clearTimeout(this.#deadline);
    if (this.#abortReason === undefined) this.#answer(null);
  }

  #fail(error: unknown): void {
    this.#isTaken = true;
    clearTimeout(this.#deadline);
    // Whoever gave up is not told that it did.
    if (this.#abortReason !== undefined) return;
    const {path} = this.route;
    if (isDefect(error)) this.#logger.error("request failed", {method: path, err: error});
    else this.#logger.debug("request failed", {method: path, err: error});
    this.#answer(statusOfError(error));
  }

  #answer(status: RpcStatus | null): void {
    this.#isAnswered = true;
    this.#responder.end(status);
  }
}

/** Nil requests of unary methods are not looked at, as in the reference; those of streams have to be empty. */
function readRequest({kind, request}: Route, message: Uint8Array): unknown {
  if (request === null) {
    if (kind === "unary" || message.length === 0) return undefined;
    throw new RpcError("Internal", "grpc: failed to unmarshal the received message cbor: Unmarshal(nil)");
  }
  if (message.length === 0) return request.zero();
  try {
    return decode(request, message, higherLimits);
  } catch (error) {
    if (!(error instanceof TypedError)) throw error;
    const what =
      kind === "unary" ? "error unmarshalling request:" : "failed to unmarshal the received message";
    throw new RpcError("Internal", `grpc: ${what} ${error.message}`, {details: error.details});
  }
}

function writeResponse(response: Schema<unknown> | null, value: unknown): Uint8Array {
  return response === null ? nilMessage : encode(response, value);
}
