import {createHmac} from "node:crypto";
import {concat} from "../bytes/index.ts";
import {DrbgError} from "./drbgError.ts";

/** Hash functions to build the generator on. Every consumer of the protocol uses SHA-512. */
export type DrbgHash = "SHA-256" | "SHA-512" | "SHA-512/256";

export interface DrbgOptions {
  /** SHA-512 unless given. */
  readonly hash?: DrbgHash;
  /** At least half the size of the hash. */
  readonly entropy: Uint8Array;
  readonly nonce?: Uint8Array;
  readonly personalization?: Uint8Array;
}

const hashes = {
  "SHA-256": {algorithm: "sha256", size: 32},
  "SHA-512": {algorithm: "sha512", size: 64},
  "SHA-512/256": {algorithm: "sha512-256", size: 32},
} as const;

const maxInputLength = 2 ** 32 - 1;
const maxBytesPerRequest = 1 << 16;
const reseedInterval = 2 ** 48;
const empty = new Uint8Array(0);
const zeroByte = Uint8Array.of(0);
const oneByte = Uint8Array.of(1);

/**
 * HMAC_DRBG of SP 800-90A r1, without reseeding and without additional input (primitives-mkvs §3.1).
 *
 * The output depends on how it is read: the state moves on after every request, so two reads of 16 bytes give other
 * bytes than one of 32. PERF: one HMAC per hash size of output and two more per request.
 */
export class HmacDrbg {
  readonly #algorithm: string;
  #key: Uint8Array;
  #value: Uint8Array;
  #reseedCounter = 1;

  /** Throws `DrbgError` when the entropy is too short or an input too long. */
  constructor(options: DrbgOptions) {
    const {hash = "SHA-512", entropy, nonce = empty, personalization = empty} = options;
    const {algorithm, size} = hashes[hash];
    if (entropy.length < size / 2) {
      throw new DrbgError("insufficientEntropy", {length: entropy.length, minimum: size / 2});
    }
    if (entropy.length > maxInputLength) throw new DrbgError("excessiveEntropy", {length: entropy.length});
    if (nonce.length > maxInputLength) throw new DrbgError("excessiveNonce", {length: nonce.length});
    if (personalization.length > maxInputLength) {
      throw new DrbgError("excessivePersonalization", {length: personalization.length});
    }
    this.#algorithm = algorithm;
    this.#key = new Uint8Array(size);
    this.#value = new Uint8Array(size).fill(1);
    this.#update(concat(entropy, nonce, personalization));
  }

  /**
   * The next `length` bytes, in requests of at most 65536. Zero bytes leave the state as it is. Throws `DrbgError`
   * `invalidOutputSize` for a length that is not a whole number from zero up, `reseedRequired` after 2^48 requests.
   */
  read(length: number): Uint8Array {
    if (!Number.isSafeInteger(length) || length < 0) throw new DrbgError("invalidOutputSize", {length});
    const parts: Uint8Array[] = [];
    for (let left = length; left > 0; left -= maxBytesPerRequest) {
      parts.push(this.#generate(Math.min(left, maxBytesPerRequest)));
    }
    const [only] = parts;
    return only !== undefined && parts.length === 1 ? only : concat(...parts);
  }

  #generate(length: number): Uint8Array {
    if (this.#reseedCounter > reseedInterval) throw new DrbgError("reseedRequired");
    const output = new Uint8Array(length);
    for (let at = 0; at < length; at += this.#value.length) {
      this.#value = this.#hmac(this.#value);
      output.set(this.#value.subarray(0, length - at), at);
    }
    this.#update(empty);
    this.#reseedCounter++;
    return output;
  }

  #update(data: Uint8Array): void {
    this.#key = this.#hmac(this.#value, zeroByte, data);
    this.#value = this.#hmac(this.#value);
    if (data.length === 0) return;
    this.#key = this.#hmac(this.#value, oneByte, data);
    this.#value = this.#hmac(this.#value);
  }

  #hmac(...parts: readonly Uint8Array[]): Uint8Array {
    const mac = createHmac(this.#algorithm, this.#key);
    for (const part of parts) mac.update(part);
    return mac.digest();
  }
}
