import {inspect} from "node:util";
import sodium from "sodium-native";
import {Ed25519Error} from "./ed25519Error.ts";
import {privateKeyLength, publicKeyLength, seedLength, signatureLength} from "./sizes.ts";

const redacted = "[redacted private key]";

/**
 * An Ed25519 private key, 64 bytes: seed, then public key. The public half is taken as stored, never recomputed
 * (primitives-mkvs §2.7). No text, JSON or inspected form shows the key.
 */
export class PrivateKey {
  readonly #bytes: Uint8Array;
  #wiped = false;

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @param bytes - 64 bytes as stored, copied. */
  static fromBytes(bytes: Uint8Array): PrivateKey {
    if (bytes.length !== privateKeyLength) throw new Ed25519Error("privateKeyLength");
    return new PrivateKey(new Uint8Array(bytes));
  }

  /** @param seed - 32 bytes (RFC 8032). */
  static fromSeed(seed: Uint8Array): PrivateKey {
    if (seed.length !== seedLength) throw new Ed25519Error("seedLength");
    const bytes = new Uint8Array(privateKeyLength);
    sodium.crypto_sign_seed_keypair(new Uint8Array(publicKeyLength), bytes, seed);
    return new PrivateKey(bytes);
  }

  /** Draws exactly 32 bytes from `entropy`. */
  static generate(entropy: (length: number) => Uint8Array): PrivateKey {
    const seed = entropy(seedLength);
    if (seed.length !== seedLength) throw new Ed25519Error("entropyLength");
    return PrivateKey.fromSeed(seed);
  }

  /** The stored public half, a copy of 32 bytes. */
  get publicKey(): Uint8Array {
    return this.#live().slice(seedLength);
  }

  /** Deterministic RFC 8032 signature of the message as is, 64 bytes. */
  sign(message: Uint8Array): Uint8Array {
    const signature = new Uint8Array(signatureLength);
    sodium.crypto_sign_detached(signature, message, this.#live());
    return signature;
  }

  /** A copy of the secret 64 bytes: for storing the key, nothing else. */
  exportSecret(): Uint8Array {
    return this.#live().slice();
  }

  /** Overwrites the key with zeros; it cannot be used afterwards. */
  wipe(): void {
    sodium.sodium_memzero(this.#bytes);
    this.#wiped = true;
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  [inspect.custom](): string {
    return redacted;
  }

  #live(): Uint8Array {
    if (this.#wiped) throw new Ed25519Error("wiped");
    return this.#bytes;
  }
}
