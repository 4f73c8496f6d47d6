import {rm} from "node:fs/promises";
import {join} from "node:path";
import type {PrivateKey} from "@oasis-node/primitives/ed25519";
import type {Scalar} from "@oasis-node/primitives/pvss";
import type {Signer, SignerFactory} from "@oasis-node/primitives/signature";
import {FileSignerFactory, signerFromPrivateKey} from "@oasis-node/primitives/signers";
import type {NodeIdentity, TlsKeys} from "@oasis-node/worker/identity";
import {makeDirectory, movePrivateFile} from "../dataDirectory/index.ts";
import {identityErrors} from "./identityError.ts";
import {
  certificateOf,
  createTlsIdentity,
  createTlsKey,
  identityFiles,
  type KeySource,
  loadBeaconScalar,
  loadTlsKey,
  missing,
  replaceTlsKey,
} from "./keyFiles.ts";
import {loadSigner} from "./signers.ts";

export interface IdentityOptions extends KeySource {
  /** Makes what is missing; otherwise everything has to be there. */
  readonly generate: boolean;
  /** Makes the TLS key one that is never rotated, unless there is such a key: what `identity init` does. */
  readonly persistTls: boolean;
  /** Where the signers are kept, if not in files of the directory. */
  readonly signers?: SignerFactory;
}

/** A key for TLS connections with the certificate made for it at the start. */
export interface TlsCredentials {
  readonly privateKey: PrivateKey;
  /** DER. */
  readonly certificate: Uint8Array;
}

/**
 * Loads the identity of a node from its data directory, and makes what is missing if it may (cli-config-grpc §2.1). A
 * key is in its file before it is used. Throws `IdentityError`, `DataDirectoryError`.
 */
export async function loadIdentity(options: IdentityOptions): Promise<FileIdentity> {
  await makeDirectory(options.directory);
  const {directory, generate} = options;
  const factory = options.signers ?? new FileSignerFactory(directory, ["node", "p2p", "consensus"]);
  const signers = {
    node: await loadSigner(options, factory, "node", generate),
    p2p: await loadSigner(options, factory, "p2p", generate),
    consensus: await loadSigner(options, factory, "consensus", generate),
  };
  const tls = await loadTls(options);
  const sentry =
    (await loadTlsKey(directory, identityFiles.sentryClientKey)) ??
    (await made(options, identityFiles.sentryClientKey, () =>
      createTlsIdentity(options, identityFiles.sentryClientKey, identityFiles.sentryClientCertificate),
    ));
  const beaconScalar = await loadBeaconScalar(options, generate);
  return new FileIdentity(options, {signers, tls, sentry, beaconScalar});
}

interface Tls {
  readonly current: PrivateKey;
  /** `null` when the key is never rotated. */
  readonly next: PrivateKey | null;
}

/** A persistent key wins over ephemeral ones, and forbids rotation. */
async function loadTls(options: IdentityOptions): Promise<Tls> {
  const {directory, persistTls} = options;
  const persistent = await loadTlsKey(directory, identityFiles.tlsKey);
  if (persistent !== null) return {current: persistent, next: null};
  if (persistTls) {
    const current = await made(options, identityFiles.tlsKey, () =>
      createTlsIdentity(options, identityFiles.tlsKey, identityFiles.tlsCertificate),
    );
    return {current, next: null};
  }
  const load = async (name: string): Promise<PrivateKey> =>
    (await loadTlsKey(directory, name)) ?? made(options, name, () => createTlsKey(options, name));
  await finishRotation(directory);
  return {current: await load(identityFiles.ephemeral), next: await load(identityFiles.ephemeralNext)};
}

async function made<T>(options: IdentityOptions, name: string, make: () => Promise<T>): Promise<T> {
  if (!options.generate) throw missing(join(options.directory, name));
  return make();
}

/**
 * A rotation that was cut between its two moves has announced no new key yet, so its last step only gives the next key
 * its place; one cut before the first move is forgotten.
 */
async function finishRotation(directory: string): Promise<void> {
  const [next, newNext] = [
    await loadTlsKey(directory, identityFiles.ephemeralNext),
    await loadTlsKey(directory, identityFiles.ephemeralNewNext),
  ];
  if (newNext === null) return;
  const path = join(directory, identityFiles.ephemeralNewNext);
  if (next === null) await movePrivateFile(path, join(directory, identityFiles.ephemeralNext));
  else await rm(path, {force: true});
}

interface IdentityKeys {
  readonly signers: {readonly node: Signer; readonly p2p: Signer; readonly consensus: Signer};
  readonly tls: Tls;
  readonly sentry: PrivateKey;
  readonly beaconScalar: Scalar;
}

/** The identity of a node in files of its data directory. */
export class FileIdentity implements NodeIdentity {
  readonly nodeSigner: Signer;
  readonly p2pSigner: Signer;
  readonly consensusSigner: Signer;
  readonly beaconScalar: Scalar;
  /** For connections to sentries; never rotated. */
  readonly sentryClient: TlsCredentials;
  readonly #source: KeySource;
  #current: TlsCredentials;
  #next: TlsCredentials | null;
  #keys: TlsKeys;
  #rotation: Promise<unknown> = Promise.resolve();
  #onRotated: (credentials: TlsCredentials) => void = () => {};

  constructor(source: KeySource, {signers, tls, sentry, beaconScalar}: IdentityKeys) {
    this.#source = source;
    this.nodeSigner = signers.node;
    this.p2pSigner = signers.p2p;
    this.consensusSigner = signers.consensus;
    this.beaconScalar = beaconScalar;
    this.sentryClient = this.#credentials(sentry);
    this.#current = this.#credentials(tls.current);
    this.#next = tls.next === null ? null : this.#credentials(tls.next);
    this.#keys = keysOf(this.#current, this.#next);
  }

  get canRotateTls(): boolean {
    return this.#next !== null;
  }

  tlsKeys(): TlsKeys {
    return this.#keys;
  }

  /** What TLS servers and clients show now; asked again after a rotation. */
  tlsCredentials(): TlsCredentials {
    return this.#current;
  }

  /** Has a server show the new certificate after every rotation from now on; there is one such server. */
  onRotated(show: (credentials: TlsCredentials) => void): void {
    this.#onRotated = show;
  }

  /** One at a time. Throws `identityErrors.rotationForbidden`, `DataDirectoryError`. */
  rotateTls(): Promise<TlsKeys> {
    const rotation = this.#rotation.then(() => this.#rotate());
    this.#rotation = rotation.catch(() => undefined);
    return rotation;
  }

  async #rotate(): Promise<TlsKeys> {
    const next = this.#next;
    if (next === null) throw identityErrors.rotationForbidden();
    const {directory} = this.#source;
    const path = (name: string): string => join(directory, name);
    const added = await replaceTlsKey(this.#source, identityFiles.ephemeralNewNext);
    // In this order each moment leaves files that the next start can work with.
    await movePrivateFile(path(identityFiles.ephemeralNext), path(identityFiles.ephemeral));
    await movePrivateFile(path(identityFiles.ephemeralNewNext), path(identityFiles.ephemeralNext));
    this.#current = next;
    this.#next = this.#credentials(added);
    this.#keys = keysOf(this.#current, this.#next);
    this.#onRotated(this.#current);
    return this.#keys;
  }

  #credentials(privateKey: PrivateKey): TlsCredentials {
    return {privateKey, certificate: certificateOf(privateKey, this.#source.now())};
  }
}

function keysOf(current: TlsCredentials, next: TlsCredentials | null): TlsKeys {
  return {
    current: signerFromPrivateKey(current.privateKey),
    next: next === null ? null : signerFromPrivateKey(next.privateKey),
  };
}
