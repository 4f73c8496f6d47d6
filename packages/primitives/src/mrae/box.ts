import {createHmac} from "node:crypto";
import {hashOf} from "../hash/index.ts";
import {DeoxysII} from "./deoxys.ts";
import {MraeError} from "./mraeError.ts";
import {boxKeySize, x25519, x25519PublicKey} from "./x25519.ts";

/** X25519 keys of one party to a box, 32 bytes each. */
export interface BoxKeyPair {
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}

export interface BoxMessage {
  /** 15 bytes, unique for the pair of keys. */
  readonly nonce: Uint8Array;
  /** Plaintext to seal, or ciphertext to open. */
  readonly message: Uint8Array;
  readonly associatedData: Uint8Array;
  readonly peersPublicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}

const keyDerivationTweak = "MRAE_Box_Deoxys-II-256-128";

/**
 * A new key pair from 32 bytes of randomness, which are hashed first to make up for a poor source
 * (primitives-mkvs §3.3). Throws `MraeError` `entropyLength`.
 */
export function generateBoxKeyPair(random: (length: number) => Uint8Array): BoxKeyPair {
  const entropy = random(boxKeySize);
  if (entropy.length !== boxKeySize) throw new MraeError("entropyLength", {length: entropy.length});
  const privateKey = hashOf(entropy);
  entropy.fill(0);
  return {publicKey: x25519PublicKey(privateKey), privateKey};
}

/** The 32-byte key that both parties share: HMAC-SHA-512/256 of the X25519 secret. Throws `MraeError` `keyLength`. */
export function deriveBoxKey(peersPublicKey: Uint8Array, privateKey: Uint8Array): Uint8Array {
  const secret = x25519(privateKey, peersPublicKey);
  const key = createHmac("sha512-256", keyDerivationTweak).update(secret).digest();
  secret.fill(0);
  return new Uint8Array(key.buffer, key.byteOffset, key.length);
}

/** Ciphertext and tag of a message for the peer. Throws `MraeError` `keyLength` or `nonceLength`. */
export function sealBox(box: BoxMessage): Uint8Array {
  return boxCipher(box).seal(box.nonce, box.message, box.associatedData);
}

/** Plaintext of a message from the peer. Throws `MraeError`: `open` when it is not authentic. */
export function openBox(box: BoxMessage): Uint8Array {
  return boxCipher(box).open(box.nonce, box.message, box.associatedData);
}

function boxCipher({peersPublicKey, privateKey}: BoxMessage): DeoxysII {
  const key = deriveBoxKey(peersPublicKey, privateKey);
  try {
    return new DeoxysII(key);
  } finally {
    key.fill(0);
  }
}
