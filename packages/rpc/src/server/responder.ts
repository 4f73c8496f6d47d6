import {once} from "node:events";
import {constants, type ServerHttp2Stream} from "node:http2";
import {encodeStatusDetails, encodeStatusText, type RpcStatus} from "../status/index.ts";

/** Bytes of a response that leaves at once into the windows of any client. */
const quickSize = 65_535;

const okTrailers = {"grpc-status": "0", "grpc-message": ""};

/** Writes the response of one call: head, messages, status. Does nothing once the stream is gone. */
export class Responder {
  readonly #stream: ServerHttp2Stream;
  readonly #contentType: string;
  readonly #stalled: number;
  readonly #cutOff = () => this.#stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
  #trailers: Readonly<Record<string, string>> = okTrailers;

  /** @param stalled - milliseconds for which a response may wait for a caller who reads nothing */
  constructor(stream: ServerHttp2Stream, contentType: string, stalled: number) {
    this.#stream = stream;
    this.#contentType = contentType;
    this.#stalled = stalled;
  }

  /** Ends with one message and status 0. */
  finish(frame: Uint8Array): void {
    if (!this.#begin()) return;
    if (frame.length > quickSize) this.#limitStall();
    this.#stream.end(frame);
  }

  /** Sends a message of several; resolves when more can be sent. Rejects when the signal is aborted before. */
  async write(frame: Uint8Array, signal: AbortSignal): Promise<void> {
    if (!this.#begin()) return;
    if (this.#stream.write(frame)) return;
    this.#limitStall();
    await once(this.#stream, "drain", {signal});
    this.#stream.setTimeout(0, this.#cutOff);
  }

  /** Ends with status 0 after all messages, or with another one wherever it is. */
  end(status: RpcStatus | null): void {
    const stream = this.#stream;
    if (stream.destroyed || stream.closed) return;
    const trailers = status === null ? okTrailers : trailersOf(status);
    if (stream.headersSent) {
      this.#trailers = trailers;
      stream.end();
      return;
    }
    stream.respond({":status": 200, "content-type": this.#contentType, ...trailers}, {endStream: true});
    closeAfter(stream);
  }

  /** From now on the caller has to read now and then. */
  #limitStall(): void {
    this.#stream.setTimeout(this.#stalled, this.#cutOff);
  }

  #begin(): boolean {
    const stream = this.#stream;
    if (stream.destroyed || stream.closed) return false;
    if (stream.headersSent) return true;
    stream.respond({":status": 200, "content-type": this.#contentType}, {waitForTrailers: true});
    stream.once("wantTrailers", () => {
      stream.sendTrailers(this.#trailers);
      closeAfter(stream);
    });
    return true;
  }
}

/** A caller who has not ended its request need not go on with it. The response has to leave before the stream is closed. */
function closeAfter(stream: ServerHttp2Stream): void {
  if (stream.readableEnded) return;
  stream.resume();
  setImmediate(() => {
    if (!stream.readableEnded && !stream.destroyed) stream.close(constants.NGHTTP2_NO_ERROR);
  });
}

function trailersOf({code, message, detail}: RpcStatus): Record<string, string> {
  const trailers: Record<string, string> = {
    "grpc-status": String(code),
    "grpc-message": encodeStatusText(message),
  };
  if (detail !== null) trailers["grpc-status-details-bin"] = encodeStatusDetails({code, message, detail});
  return trailers;
}
