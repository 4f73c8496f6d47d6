import {
  constants,
  type Http2SecureServer,
  type Http2Server,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type {Logger} from "@oasis-node/primitives/log";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Peer} from "../service/index.ts";
import {RpcError, statusOfError} from "../status/index.ts";
import {windows} from "../transport/index.ts";
import type {RpcLimits} from "./limits.ts";
import {checkEncoding, readHeaders} from "./requestHeaders.ts";
import {Responder} from "./responder.ts";
import type {Routes} from "./route.ts";
import {ServerCall} from "./serverCall.ts";

/** Finds out who a connection is from; throws a typed error to refuse it. */
export type Identify = (session: ServerHttp2Session) => PublicKey | null;

/** The connections of one or more listeners, and the calls on them. */
export class Connections {
  readonly #routes: Routes;
  readonly #limits: RpcLimits;
  readonly #logger: Logger;
  readonly #sessions = new Map<Http2Session, PublicKey | null>();
  readonly #calls = new Set<ServerCall>();
  #isClosing = false;

  constructor(routes: Routes, limits: RpcLimits, logger: Logger) {
    this.#routes = routes;
    this.#limits = limits;
    this.#logger = logger;
  }

  /** Takes the connections of a server. */
  attach(server: Http2Server | Http2SecureServer, identify: Identify): void {
    server.on("session", (session) => this.#open(session, identify));
    server.on("stream", (stream, headers) => this.#call(stream, headers));
    // What goes wrong with one connection is the end of that connection only.
    server.on("sessionError", (error) => this.#logger.debug("connection failed", {err: error}));
  }

  /** Lets unary calls finish for so many milliseconds, ends streams at once, then closes all connections. */
  async close(grace: number): Promise<void> {
    this.#isClosing = true;
    const closed = [...this.#sessions.keys()].map((session) => closedOf(session));
    for (const session of this.#sessions.keys()) session.close();
    const goingAway = new RpcError("Unavailable", "transport is closing");
    for (const call of this.#calls) if (call.route.kind === "stream") call.abort(goingAway);
    const timer = setTimeout(() => {
      for (const call of this.#calls) call.abort(goingAway);
      for (const session of this.#sessions.keys()) session.destroy();
    }, grace);
    await Promise.all(closed);
    clearTimeout(timer);
  }

  #open(session: ServerHttp2Session, identify: Identify): void {
    session.on("close", () => this.#sessions.delete(session));
    session.on("error", (error) => this.#logger.debug("connection failed", {err: error}));
    if (this.#isClosing) {
      session.destroy();
      return;
    }
    try {
      this.#sessions.set(session, identify(session));
    } catch (error) {
      this.#logger.debug("connection refused", {err: error});
      session.destroy();
      return;
    }
    session.setLocalWindowSize(windows.connection);
    session.setTimeout(this.#limits.idle, () => this.#closeIfIdle(session));
  }

  #closeIfIdle(session: ServerHttp2Session): void {
    for (const call of this.#calls) if (call.session === session) return;
    session.close();
  }

  #call(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    // A stream fails when its caller does; that is told by its end.
    stream.on("error", () => {});
    const {session} = stream;
    const request = readHeaders(headers);
    if (request === null || session === undefined) {
      stream.close(constants.NGHTTP2_PROTOCOL_ERROR);
      return;
    }
    try {
      const route = this.#routes.find(headers[":path"] ?? "");
      checkEncoding(headers);
      const tlsKey = this.#sessions.get(session) ?? null;
      const peer: Peer = {tlsKey, forwardedSubjects: request.forwardedSubjects};
      const call = new ServerCall(stream, {route, request, peer, limits: this.#limits, logger: this.#logger});
      this.#calls.add(call);
      stream.once("close", () => this.#calls.delete(call));
    } catch (error) {
      stream.resume();
      new Responder(stream, request.contentType, this.#limits.stalled).end(statusOfError(error));
    }
  }
}

function closedOf(session: Http2Session): Promise<void> {
  return new Promise((resolve) => {
    session.once("close", () => resolve());
  });
}
