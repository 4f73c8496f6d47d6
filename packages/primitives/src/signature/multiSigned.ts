import {BytesMap, equal} from "../bytes/index.ts";
import {bytes, encode, list, type Schema, struct, toJson, type ValueOf} from "../cbor/index.ts";
import type {JsonValue} from "../json/index.ts";
import {type PreparedContext, prepareMessage} from "./prepare.ts";
import type {PublicKey} from "./publicKey.ts";
import {SignatureError} from "./signatureError.ts";
import {Signature} from "./signatureTypes.ts";
import {openBlob, prettyBlob} from "./signedBlob.ts";
import {type Signer, sign} from "./signer.ts";
import type {SignatureVerifier} from "./verifier.ts";

const Signatures = list(Signature);
const fields = {untrustedRawValue: bytes, signatures: Signatures};

/** Bytes and signatures of several keys over them (primitives-mkvs §2.8). */
export const MultiSigned = struct("signature.MultiSigned", fields);
export type MultiSigned = ValueOf<typeof MultiSigned>;

/** An envelope, with several signatures, of values of one type. */
export interface MultiSignedType<T> {
  /** The envelope on the wire: the same for every type. */
  readonly envelope: Schema<MultiSigned>;
  readonly body: Schema<T>;
  /**
   * The value, once all signatures have been found valid: nothing is decoded before. No signature at all fails; a key
   * may sign twice. Throws `SignatureError` `verifyFailed`, or `CborError` for signed bytes that are no such value.
   */
  open(verifier: SignatureVerifier, context: PreparedContext, signed: MultiSigned): T;
  /** Signs the canonical encoding of a value with every signer, in order. */
  sign(signers: readonly Signer[], context: PreparedContext, value: T): Promise<MultiSigned>;
  /** The envelope for people, as of `SignedType`. */
  pretty(signed: MultiSigned, prettyBody?: (value: T) => JsonValue): JsonValue;
}

/** Declares the envelope of a type; `name` is Go's name of it, `body` what is signed. */
export function multiSigned<T>(name: string, body: Schema<T>): MultiSignedType<T> {
  return {
    envelope: struct(name, fields),
    body,
    open: (verifier, context, {untrustedRawValue, signatures}) => {
      const message = prepareMessage(context, untrustedRawValue ?? new Uint8Array());
      if (!verifier.verifyManyToOne(message, signatures ?? [])) throw new SignatureError("verifyFailed");
      return openBlob(body, untrustedRawValue);
    },
    sign: async (signers, context, value) => {
      const untrustedRawValue = encode(body, value);
      const signatures: Signature[] = [];
      for (const signer of signers) signatures.push(await sign(signer, context, untrustedRawValue));
      // Go's nil slice, which stays nil when nobody signs.
      return {untrustedRawValue, signatures: signatures.length === 0 ? null : signatures};
    },
    pretty: ({untrustedRawValue, signatures}, prettyBody) => ({
      untrusted_raw_value: prettyBlob(body, untrustedRawValue, prettyBody),
      signatures: toJson(Signatures, signatures),
    }),
  };
}

/** Whether one of the signatures names the key. Verifies nothing. */
export function isSignedBy({signatures}: MultiSigned, publicKey: PublicKey): boolean {
  return (signatures ?? []).some((signature) => equal(signature.publicKey, publicKey));
}

/**
 * Whether as many different keys signed as are wanted, and every wanted one is among them. Verifies nothing. Kept oddity:
 * a key wanted twice makes room for one stranger, although the reference means to answer "no" then.
 */
export function isOnlySignedBy({signatures}: MultiSigned, publicKeys: readonly PublicKey[]): boolean {
  const signers = new BytesMap((signatures ?? []).map(({publicKey}) => [publicKey, true] as const));
  return signers.size === publicKeys.length && publicKeys.every((key) => signers.has(key));
}
