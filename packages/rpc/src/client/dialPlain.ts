import {connect as connectSocket, type Socket} from "node:net";
import {RpcError} from "../status/index.ts";
import {type Address, addressText} from "./address.ts";

/** Connects a socket. Throws `RpcError` `Unavailable` with the reference's text. */
export function dialPlain(address: Address): Promise<Socket> {
  const socket =
    address.kind === "unix" ? connectSocket(address.path) : connectSocket(address.port, address.host);
  return established(socket, "connect", address);
}

/** Resolves when the socket has got so far. */
export function established<S extends Socket>(
  socket: S,
  event: "connect" | "secureConnect",
  address: Address,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error) => {
      socket.destroy();
      reject(unavailable(failureText(cause, event, address), cause));
    };
    const closed = () => failed(new RpcError("Unavailable", "EOF"));
    socket.once("error", failed);
    socket.once("close", closed);
    socket.once(event, () => {
      socket.off("error", failed);
      socket.off("close", closed);
      resolve(socket);
    });
  });
}

/** What Go calls these. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  ECONNREFUSED: "connection refused",
  EACCES: "permission denied",
  ETIMEDOUT: "connection timed out",
  EHOSTUNREACH: "no route to host",
  ENETUNREACH: "network is unreachable",
  ENOTSOCK: "socket operation on non-socket",
};

function failureText(cause: Error, event: "connect" | "secureConnect", address: Address): string {
  const code = "code" in cause ? String(cause.code) : "";
  const reason = reasons[code] ?? (cause instanceof RpcError ? cause.text : cause.message);
  if (event === "secureConnect") return `authentication handshake failed: ${reason}`;
  return `Error while dialing dial ${addressText(address)}: connect: ${reason}`;
}

/** Error of a connection that did not come about. */
export function unavailable(text: string, cause: Error): RpcError {
  return new RpcError("Unavailable", `connection error: desc = ${JSON.stringify(`transport: ${text}`)}`, {
    cause,
  });
}
