import {publicKeyLength, signatureLength} from "./sizes.ts";
import {type SignedMessage, verify} from "./verify.ts";

/** Every message signed in the protocol is a 32-byte hash (primitives-mkvs §2.6). */
const messageLength = 32;

/** Bytes of an entry on its way to a thread: public key, message, signature. */
export const packedEntryLength = publicKeyLength + messageLength + signatureLength;

/**
 * Copies entries into one buffer, so that no later change of the caller's bytes reaches a verification under way.
 * An entry with a wrong length is left as zeros: the zero key has small order, hence never verifies.
 */
export function packEntries(entries: readonly SignedMessage[]): Uint8Array {
  const packed = new Uint8Array(entries.length * packedEntryLength);
  for (const [index, {publicKey, message, signature}] of entries.entries()) {
    if (publicKey.length !== publicKeyLength) continue;
    if (message.length !== messageLength || signature.length !== signatureLength) continue;
    const at = index * packedEntryLength;
    packed.set(publicKey, at);
    packed.set(message, at + publicKeyLength);
    packed.set(signature, at + publicKeyLength + messageLength);
  }
  return packed;
}

/** Verdict of every packed entry, 1 for valid. */
export function verifyPacked(packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const verdicts = new Uint8Array(packed.length / packedEntryLength);
  for (let index = 0; index < verdicts.length; index++) {
    const entry = packedEntry(packed, index);
    const message = entry.subarray(publicKeyLength, publicKeyLength + messageLength);
    const signature = entry.subarray(publicKeyLength + messageLength);
    verdicts[index] = verify(entry.subarray(0, publicKeyLength), message, signature) ? 1 : 0;
  }
  return verdicts;
}

/** The bytes of one packed entry, not copied. */
export function packedEntry(packed: Uint8Array, index: number): Uint8Array {
  return packed.subarray(index * packedEntryLength, (index + 1) * packedEntryLength);
}
