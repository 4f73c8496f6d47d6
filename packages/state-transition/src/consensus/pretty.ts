import {encode, fromJson, list, struct} from "@oasis-node/primitives/cbor";
import {
  type MultiSigned,
  type MultiSignedType,
  Signature,
  type Signed,
  type SignedType,
} from "@oasis-node/primitives/signature";
import type {PrettyForm} from "./method.ts";

/** The envelope with the value in place of the signed bytes. Reading it back signs nothing: it keeps the signature. */
export function prettySigned<T>({body, pretty}: SignedType<T>): PrettyForm<Signed> {
  const Pretty = struct("signature.PrettySigned", {untrustedRawValue: body, signature: Signature});
  return {
    to: (signed) => pretty(signed),
    from: (json) => {
      const {untrustedRawValue, signature} = fromJson(Pretty, json);
      return {untrustedRawValue: encode(body, untrustedRawValue), signature};
    },
  };
}

/** The same for an envelope with several signatures. */
export function prettyMultiSigned<T>({body, pretty}: MultiSignedType<T>): PrettyForm<MultiSigned> {
  const Pretty = struct("signature.PrettyMultiSigned", {
    untrustedRawValue: body,
    signatures: list(Signature),
  });
  return {
    to: (signed) => pretty(signed),
    from: (json) => {
      const {untrustedRawValue, signatures} = fromJson(Pretty, json);
      return {untrustedRawValue: encode(body, untrustedRawValue), signatures};
    },
  };
}
