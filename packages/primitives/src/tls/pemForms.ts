import {concat, equal} from "../bytes/index.ts";
import {PrivateKey} from "../ed25519/index.ts";
import {encodePem, findPemBlock, pemTypes} from "../pem/index.ts";
import {TlsError} from "./tlsError.ts";

/** PKCS #8 of an Ed25519 key, up to the seed. */
const pkcs8Header = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);
const seedSize = 32;

/** Text of a certificate file. */
export function certificateToPem(certificate: Uint8Array): string {
  return encodePem(pemTypes.certificate, certificate);
}

/**
 * DER bytes of a certificate file, as they are. Whatever follows the first block is ignored, as in the reference. Throws
 * `TlsError` `certificatePem`.
 */
export function certificateFromPem(text: string): Uint8Array {
  const block = findPemBlock(text);
  if (block?.type !== pemTypes.certificate) throw new TlsError("certificatePem", {found: block?.type});
  return block.data;
}

/** Text of a TLS private key file: PKCS #8. */
export function tlsKeyToPem(key: PrivateKey): string {
  const secret = key.exportSecret();
  const pem = encodePem(pemTypes.privateKey, concat(pkcs8Header, secret.subarray(0, seedSize)));
  secret.fill(0);
  return pem;
}

/** Key of a TLS private key file. Throws `TlsError` `privateKeyPem` unless it holds an Ed25519 key. */
export function tlsKeyFromPem(text: string): PrivateKey {
  const block = findPemBlock(text);
  if (block?.type !== pemTypes.privateKey) throw new TlsError("privateKeyPem", {found: block?.type});
  const {data} = block;
  if (
    data.length !== pkcs8Header.length + seedSize ||
    !equal(data.subarray(0, pkcs8Header.length), pkcs8Header)
  ) {
    throw new TlsError("privateKeyPem", {wanted: "an Ed25519 key"});
  }
  return PrivateKey.fromSeed(data.subarray(pkcs8Header.length));
}
