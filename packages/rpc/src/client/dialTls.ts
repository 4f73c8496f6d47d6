import {isIP} from "node:net";
import {connect as connectTls, type TLSSocket} from "node:tls";
import {TypedError} from "@oasis-node/primitives/errors";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {verifyCertificate} from "@oasis-node/primitives/tls";
import {RpcError} from "../status/index.ts";
import {peerCertificates, type TlsCredentials, toPem} from "../tls/index.ts";
import type {Address} from "./address.ts";
import {dialPlain, established, unavailable} from "./dialPlain.ts";

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

/** Connects with TLS; the server has to have one of the pinned keys. Throws `RpcError` `Unavailable`. */
export async function dialTls(address: Address, tls: ClientTls): Promise<TLSSocket> {
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
