import {AEAD} from "@oasisprotocol/deoxysii";
import {MraeError} from "./mraeError.ts";

/** Size of a Deoxys-II-256-128 key in bytes. */
export const deoxysIIKeySize = 32;
/** Size of a nonce in bytes. */
export const deoxysIINonceSize = 15;
/** By how many bytes a sealed message is longer than its plaintext. */
export const deoxysIITagSize = 16;

/**
 * Deoxys-II-256-128: authenticated encryption that survives repeated nonces (primitives-mkvs §3.3). Set up once for a
 * key, then used for any number of messages. PERF: some microseconds a block of 16 bytes.
 */
export class DeoxysII {
  readonly #cipher: AEAD;

  /** Throws `MraeError` `keyLength` unless the key has 32 bytes. */
  constructor(key: Uint8Array) {
    if (key.length !== deoxysIIKeySize) throw new MraeError("keyLength", {length: key.length});
    // The library transforms the key it is given in place.
    const copy = new Uint8Array(key);
    this.#cipher = new AEAD(copy);
    copy.fill(0);
  }

  /** Ciphertext, then the tag: 16 bytes more than the plaintext. Throws `MraeError` `nonceLength`. */
  seal(nonce: Uint8Array, plaintext: Uint8Array, associatedData: Uint8Array): Uint8Array {
    checkNonce(nonce);
    return this.#cipher.encrypt(nonce, plaintext, associatedData);
  }

  /** Plaintext of a sealed message. Throws `MraeError` `nonceLength`, or `open` when it is not authentic. */
  open(nonce: Uint8Array, sealed: Uint8Array, associatedData: Uint8Array): Uint8Array {
    checkNonce(nonce);
    if (sealed.length < deoxysIITagSize) throw new MraeError("open");
    try {
      return this.#cipher.decrypt(nonce, sealed, associatedData);
    } catch {
      // With sizes checked above, all that the library throws (a bare string) says that the tag does not match.
      throw new MraeError("open");
    }
  }
}

function checkNonce(nonce: Uint8Array): void {
  if (nonce.length !== deoxysIINonceSize) throw new MraeError("nonceLength", {length: nonce.length});
}
