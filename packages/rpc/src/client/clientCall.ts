import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  constants,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from "node:http2";
import type {ErrorRegistry} from "@oasis-node/primitives/errors";
import {decodeStatusText, errorOfStatus, RpcError} from "../status/index.ts";
import {statusOfHttp, statusOfReset} from "./brokenCall.ts";

/** What a call has beside its messages. */
export interface CallContext {
  readonly path: string;
  /** The one request, framed. */
  readonly frame: Uint8Array;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds; undefined for no deadline. */
  readonly timeout: number | undefined;
  readonly errors: ErrorRegistry;
}

/** The server did not look at the call: it may be made again. */
export class RefusedError extends RpcError {}

/** One call on its stream, up to the error it ends with. */
export class ClientCall {
  readonly stream: ClientHttp2Stream;
  readonly #errors: ErrorRegistry;
  readonly #signal: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #abort = () => this.cancel(this.#signal?.reason);
  #trailers: IncomingHttpHeaders | undefined;
  #httpStatus = 200;
  #failure: {readonly error: unknown} | undefined;

  /** Sends the request. Throws `RefusedError` when the session has just ended. */
  constructor(session: ClientHttp2Session, context: CallContext) {
    const {signal, timeout, frame} = context;
    this.#errors = context.errors;
    this.#signal = signal;
    this.stream = request(session, headersOf(context));
    this.stream.on("response", (headers) => {
      this.#httpStatus = headers[":status"] ?? 0;
      if (headers["grpc-status"] !== undefined) this.#trailers = headers;
    });
    this.stream.on("trailers", (headers) => {
      this.#trailers = headers;
    });
    // Whatever it is, `error` says it better.
    this.stream.on("error", () => {});
    this.stream.once("close", () => this.#release());
    signal?.addEventListener("abort", this.#abort, {once: true});
    if (timeout !== undefined) {
      const expired = new RpcError("DeadlineExceeded", "context deadline exceeded");
      this.#timer = setTimeout(() => this.cancel(expired), timeout);
    }
    this.stream.end(frame);
  }

  /** Gives up for a reason, which becomes the call's error unless it has one. */
  cancel(reason: unknown): void {
    this.#failure ??= {error: reason};
    this.stream.close(constants.NGHTTP2_CANCEL);
  }

  /** After the stream is closed: what the call failed with; undefined when it did not. */
  get error(): unknown {
    if (this.#failure !== undefined) return this.#failure.error;
    const code = this.#trailers?.["grpc-status"];
    if (code === undefined) {
      if (this.#httpStatus !== 200) return statusOfHttp(this.#httpStatus);
      const {rstCode} = this.stream;
      if (rstCode === constants.NGHTTP2_REFUSED_STREAM) return new RefusedError("Unavailable", "refused");
      return statusOfReset(rstCode);
    }
    if (code === "0") return undefined;
    const details = this.#trailers?.["grpc-status-details-bin"];
    return errorOfStatus(
      {
        code: Number(code),
        message: decodeStatusText(String(this.#trailers?.["grpc-message"] ?? "")),
        details: details === undefined ? undefined : String(details),
      },
      this.#errors,
    );
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#abort);
  }
}

function request(session: ClientHttp2Session, headers: OutgoingHttpHeaders): ClientHttp2Stream {
  try {
    return session.request(headers);
  } catch (cause) {
    throw new RefusedError("Unavailable", "transport is closing", {cause});
  }
}

function headersOf({path, timeout}: CallContext): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {
    ":method": "POST",
    ":path": path,
    "content-type": "application/grpc+cbor",
    te: "trailers",
  };
  if (timeout !== undefined) headers["grpc-timeout"] = timeoutText(timeout);
  return headers;
}

/** At most eight digits. */
function timeoutText(millis: number): string {
  const whole = Math.max(1, Math.ceil(millis));
  return whole < 1e8 ? `${whole}m` : `${Math.min(Math.ceil(whole / 1000), 99_999_999)}S`;
}
