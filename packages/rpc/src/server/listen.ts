import type {Http2SecureServer, Http2Server} from "node:http2";
import type {ListenOptions} from "node:net";
import {ServerError} from "./serverError.ts";

/** Resolves when the server listens. Throws `ServerError`. */
export function listen(
  server: Http2Server | Http2SecureServer,
  where: ListenOptions,
  bound: () => void = () => {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: unknown) => reject(asServerError(cause, where));
    server.once("error", failed);
    server.once("listening", () => {
      server.off("error", failed);
      resolve();
    });
    server.listen(where);
    try {
      if (server.listening) bound();
    } catch (cause) {
      server.close();
      failed(cause);
    }
  });
}

function asServerError(cause: unknown, where: ListenOptions): ServerError {
  const isTaken = cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE";
  const at = where.path ?? `${where.host ?? ""}:${where.port}`;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const text = `cannot listen on ${at}: ${reason}`;
  return new ServerError(isTaken ? "inUse" : "refused", text, {details: {at}, cause});
}
