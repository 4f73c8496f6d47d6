import {bytes, encode, type Schema, struct, toJson, type ValueOf} from "../cbor/index.ts";
import type {JsonValue} from "../json/index.ts";
import type {PreparedContext} from "./prepare.ts";
import {PublicKey} from "./publicKey.ts";
import {SignatureError} from "./signatureError.ts";
import {Signature} from "./signatureTypes.ts";
import {openBlob, prettyBlob} from "./signedBlob.ts";
import {type Signer, sign} from "./signer.ts";
import type {SignatureVerifier} from "./verifier.ts";

const fields = {untrustedRawValue: bytes, signature: Signature};

/** Bytes and one signature over them (primitives-mkvs §2.8). */
export const Signed = struct("signature.Signed", fields);
export type Signed = ValueOf<typeof Signed>;

/** An envelope of values of one type. */
export interface SignedType<T> {
  /** The envelope on the wire: the same for every type. */
  readonly envelope: Schema<Signed>;
  readonly body: Schema<T>;
  /**
   * The value, once its signature has been found valid: nothing is decoded before. Throws `SignatureError`
   * `verifyFailed`, or `CborError` for signed bytes that are no such value.
   */
  open(verifier: SignatureVerifier, context: PreparedContext, signed: Signed): T;
  /** Signs the canonical encoding of a value. */
  sign(signer: Signer, context: PreparedContext, value: T): Promise<Signed>;
  /**
   * The envelope for people: the value in place of the raw bytes, the signature not verified. `prettyBody` gives the
   * value's own pretty form, by default its JSON form.
   */
  pretty(signed: Signed, prettyBody?: (value: T) => JsonValue): JsonValue;
}

/** Declares the envelope of a type; `name` is Go's name of it, `body` what is signed. */
export function signed<T>(name: string, body: Schema<T>): SignedType<T> {
  return {
    envelope: struct(name, fields),
    body,
    open: (verifier, context, {untrustedRawValue, signature}) => {
      const isValid = verifier.verifyUnder(context, untrustedRawValue ?? new Uint8Array(), signature);
      if (!isValid) throw new SignatureError("verifyFailed");
      return openBlob(body, untrustedRawValue);
    },
    sign: async (signer, context, value) => {
      const untrustedRawValue = encode(body, value);
      return {untrustedRawValue, signature: await sign(signer, context, untrustedRawValue)};
    },
    pretty: ({untrustedRawValue, signature}, prettyBody) => ({
      untrusted_raw_value: prettyBlob(body, untrustedRawValue, prettyBody),
      signature: toJson(Signature, signature),
    }),
  };
}

/** A public key signed, typically by another key of the same owner. */
export const SignedPublicKey = signed("signature.SignedPublicKey", PublicKey);
