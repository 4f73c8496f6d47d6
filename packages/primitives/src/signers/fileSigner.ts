import {join} from "node:path";
import {equal} from "../bytes/index.ts";
import {PrivateKey, privateKeyLength} from "../ed25519/index.ts";
import {decodePem, encodePem, isKeyFileMode, pemTypes} from "../pem/index.ts";
import {
  type PublicKey,
  publicKeyFromPem,
  publicKeyToPem,
  type Signer,
  SignerError,
  type SignerFactory,
  type SignerRole,
} from "../signature/index.ts";
import {createKeyFile, readKeyFile} from "./keyFile.ts";
import {KeySigner} from "./keySigner.ts";

/** File of the key of each role in the data directory (primitives-mkvs §2.10). */
export const keyFileNames: Readonly<Record<SignerRole, string>> = {
  entity: "entity.pem",
  node: "identity.pem",
  p2p: "p2p.pem",
  consensus: "consensus.pem",
};

/** Keeps keys as PEM files, readable by their owner only, in a directory that exists. */
export class FileSignerFactory implements SignerFactory {
  readonly #directory: string;
  readonly #roles: readonly SignerRole[];

  constructor(directory: string, roles: readonly SignerRole[]) {
    this.#directory = directory;
    this.#roles = [...roles];
  }

  ensureRole(role: SignerRole): void {
    if (!this.#roles.includes(role)) throw new SignerError("roleMismatch", {details: {role}});
  }

  /** Rejects with `SignerError` `keyExists`, before any entropy is drawn, rather than overwrite a key. */
  async generate(role: SignerRole, entropy: (length: number) => Uint8Array): Promise<Signer> {
    this.ensureRole(role);
    const file = this.#file(role);
    if ((await readKeyFile(file)) !== null) throw new SignerError("keyExists", {details: {file}});
    const privateKey = PrivateKey.generate(entropy);
    await createKeyFile(file, encodePem(pemTypes.ed25519PrivateKey, privateKey.exportSecret()));
    return new KeySigner(privateKey);
  }

  async load(role: SignerRole): Promise<Signer> {
    this.ensureRole(role);
    return loadSignerFile(this.#file(role));
  }

  #file(role: SignerRole): string {
    return join(this.#directory, keyFileNames[role]);
  }
}

/**
 * The signer whose key is in a PEM file of mode 0600, no other. Rejects with `SignerError` (`notExist`,
 * `filePermissions`, `malformedPrivateKey`, `fileAccess`) or `PemError`.
 */
export async function loadSignerFile(file: string): Promise<Signer> {
  const content = await readKeyFile(file);
  if (content === null) throw new SignerError("notExist", {details: {file}});
  if (!isKeyFileMode(content.mode)) {
    throw new SignerError("filePermissions", {details: {file, mode: content.mode.toString(8)}});
  }
  const bytes = decodePem(pemTypes.ed25519PrivateKey, content.text);
  if (bytes.length !== privateKeyLength) throw new SignerError("malformedPrivateKey", {details: {file}});
  return new KeySigner(PrivateKey.fromBytes(bytes));
}

/**
 * The public key in a PEM file. With a signer, a missing file is created from its key, and another key than its own is
 * refused (primitives-mkvs §2.10). Rejects with `SignerError` (`notExist`, `keyMismatch`, `fileAccess`), `PemError` or
 * `MalformedSignatureError`.
 */
export async function loadPublicKeyFile(file: string, signer: Signer | null): Promise<PublicKey> {
  const content = await readKeyFile(file);
  if (content === null) {
    if (signer === null) throw new SignerError("notExist", {details: {file}});
    await createKeyFile(file, publicKeyToPem(signer.publicKey));
    return signer.publicKey;
  }
  const publicKey = publicKeyFromPem(content.text);
  if (signer !== null && !equal(publicKey, signer.publicKey)) {
    throw new SignerError("keyMismatch", {details: {file}});
  }
  return publicKey;
}
