import {join} from "node:path";
import {PrivateKey} from "@oasis-node/primitives/ed25519";
import {generatePvssKeyPair, type Scalar, scalarFromPem, scalarToPem} from "@oasis-node/primitives/pvss";
import {certificateToPem, makeCertificate, tlsKeyFromPem, tlsKeyToPem} from "@oasis-node/primitives/tls";
import {createPrivateFile, readPrivateFile, replacePrivateFile} from "../dataDirectory/index.ts";
import {IdentityError} from "./identityError.ts";

/** Names of the files of an identity beside those of the signers (cli-config-grpc §2.1). */
export const identityFiles = {
  nodePublicKey: "identity_pub.pem",
  p2pPublicKey: "p2p_pub.pem",
  consensusPublicKey: "consensus_pub.pem",
  beacon: "beacon.pem",
  tlsKey: "tls_identity.pem",
  tlsCertificate: "tls_identity_cert.pem",
  ephemeral: "tls_ephemeral.pem",
  ephemeralNext: "tls_ephemeral_next.pem",
  ephemeralNewNext: "tls_ephemeral_new_next.pem",
  sentryClientKey: "sentry_client_tls_identity.pem",
  sentryClientCertificate: "sentry_client_tls_identity_cert.pem",
} as const;

/** Common name of a node's certificates. */
const commonName = "oasis-node";

/** What making and keeping keys needs from outside. */
export interface KeySource {
  readonly directory: string;
  readonly random: (length: number) => Uint8Array;
  /** Milliseconds since 1970, for certificates. */
  readonly now: () => number;
}

/** The certificate of a key, made anew at each start: those in files are never read back. */
export function certificateOf(privateKey: PrivateKey, now: number): Uint8Array {
  return makeCertificate({commonName, privateKey, now});
}

/** Key of a TLS key file, or `null` when there is none. Throws `IdentityError`, `DataDirectoryError`. */
export async function loadTlsKey(directory: string, name: string): Promise<PrivateKey | null> {
  return readKey(join(directory, name), tlsKeyFromPem);
}

/** Makes a key that is in its file, and there only, when it resolves. */
export async function createTlsKey(source: KeySource, name: string): Promise<PrivateKey> {
  const key = PrivateKey.generate(source.random);
  await createPrivateFile(join(source.directory, name), tlsKeyToPem(key));
  return key;
}

/** The same in the place of a file that an interrupted rotation left. */
export async function replaceTlsKey(source: KeySource, name: string): Promise<PrivateKey> {
  const key = PrivateKey.generate(source.random);
  await replacePrivateFile(join(source.directory, name), tlsKeyToPem(key));
  return key;
}

/**
 * A key that has its certificate in a file beside it, for people and their tools. The certificate is written first: where
 * a key is, everything is.
 */
export async function createTlsIdentity(
  source: KeySource,
  keyName: string,
  certificateName: string,
): Promise<PrivateKey> {
  const key = PrivateKey.generate(source.random);
  const certificate = certificateToPem(certificateOf(key, source.now()));
  await replacePrivateFile(join(source.directory, certificateName), certificate);
  await createPrivateFile(join(source.directory, keyName), tlsKeyToPem(key));
  return key;
}

/** The scalar of the beacon; made when there is none and `generate` allows it. */
export async function loadBeaconScalar(source: KeySource, generate: boolean): Promise<Scalar> {
  const path = join(source.directory, identityFiles.beacon);
  const found = await readKey(path, scalarFromPem);
  if (found !== null) return found;
  if (!generate) throw missing(path);
  const {scalar} = generatePvssKeyPair(source.random);
  await createPrivateFile(path, scalarToPem(scalar));
  return scalar;
}

export function missing(path: string): IdentityError {
  return new IdentityError("missing", `open ${path}: no such file or directory`, {details: {path}});
}

export function badPermissions(path: string, mode: string): IdentityError {
  const message = `signature/signer/file: invalid PEM file permissions ${mode} on ${path}`;
  return new IdentityError("filePermissions", message, {details: {path, mode}});
}

async function readKey<T>(path: string, parse: (text: string) => T): Promise<T | null> {
  const file = await readPrivateFile(path);
  if (file === null) return null;
  // The reference checks the signers' files only; a secret that others can read is none.
  if (file.mode !== 0o600) throw badPermissions(path, file.mode.toString(8));
  try {
    return parse(file.text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new IdentityError("malformedFile", `identity: unable to read key from ${path}: ${reason}`, {
      details: {path},
      cause: error,
    });
  }
}
