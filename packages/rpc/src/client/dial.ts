import {type ClientHttp2Session, connect as connectHttp2} from "node:http2";
import {connect as connectSocket, isIP, type Socket} from "node:net";
import {connect as connectTls, type TLSSocket} from "node:tls";
import {TypedError} from "@oasis-node/primitives/errors";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {verifyCertificate} from "@oasis-node/primitives/tls";
import {RpcError} from "../status/index.ts";
import {peerCertificates, sessionOptions, type TlsCredentials, toPem, windows} from "../transport/index.ts";
import {type Address, addressText} from "./address.ts";

/** Whom a client talks to, and as whom. */
export interface ClientTls {
  /** Keys that the server may have; asked for at every connection. */
  readonly keys: () => readonly PublicKey[];
  /** What the server's certificate has to be called. */
  readonly commonName: string;
  /** The client's own certificate; asked for at every connection. */
  readonly credentials?: () => TlsCredentials;
  /** Milliseconds since 1970, to judge certificates by. */
  readonly now: () => number;
}

/** Connects. Throws `RpcError` `Unavailable` with the reference's text. */
export async function dial(address: Address, tls: ClientTls | null): Promise<ClientHttp2Session> {
  const socket = tls === null ? await dialPlain(address) : await dialTls(address, tls);
  const session = connectHttp2(tls === null ? "http://localhost" : "https://localhost", {
    ...sessionOptions,
    createConnection: () => socket,
  });
  session.once("connect", () => session.setLocalWindowSize(windows.connection));
  return session;
}

function dialPlain(address: Address): Promise<Socket> {
  const socket =
    address.kind === "unix" ? connectSocket(address.path) : connectSocket(address.port, address.host);
  return established(socket, "connect", address);
}

async function dialTls(address: Address, tls: ClientTls): Promise<TLSSocket> {
  const plain = await dialPlain(address);
  const isNamed = address.kind === "tcp" && isIP(address.host) === 0;
  const socket = connectTls({
    socket: plain,
    ...(isNamed ? {servername: address.host} : {}),
    ...(tls.credentials === undefined ? {} : toPem(tls.credentials())),
    ALPNProtocols: ["h2"],
    minVersion: "TLSv1.2",
    // There are no authorities: the server's key is pinned, and its certificate judged by rules of our own.
    rejectUnauthorized: false,
  });
  try {
    await established(socket, "secureConnect", address);
    const {commonName, keys, now} = tls;
    verifyCertificate(peerCertificates(socket), {commonName, keys: keys(), now: now()});
    return socket;
  } catch (error) {
    socket.destroy();
    if (!(error instanceof TypedError) || error instanceof RpcError) throw error;
    throw unavailable(`authentication handshake failed: ${error.message}`, error);
  }
}

function established<S extends Socket>(
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

function unavailable(text: string, cause: Error): RpcError {
  return new RpcError("Unavailable", `connection error: desc = ${JSON.stringify(`transport: ${text}`)}`, {
    cause,
  });
}
