import type {TLSSocket} from "node:tls";

/** DER of the certificates that the other side presented, in the order of the chain, so far as one signed the other. */
export function peerCertificates(socket: TLSSocket): Uint8Array[] {
  const chain: Uint8Array[] = [];
  let next = socket.getPeerX509Certificate();
  // A self-signed certificate is its own issuer or has none, depending on the side.
  while (next !== undefined && !chain.some((one) => Buffer.compare(one, next?.raw ?? one) === 0)) {
    chain.push(next.raw);
    next = next.issuerCertificate;
  }
  return chain;
}
