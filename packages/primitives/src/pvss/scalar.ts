import type {Branded} from "../bytes/index.ts";
import {binaryStruct, mapped, type Schema} from "../cbor/index.ts";
import {decodePem, encodePem, pemTypes} from "../pem/index.ts";
import {
  bytesToInteger,
  generator,
  pickScalar,
  scalarSize,
  scalars,
  scalarToBytes,
  timesSecret,
} from "./group.ts";
import {type Point, pointOf} from "./point.ts";
import {PvssError} from "./pvssError.ts";

/**
 * A number below the order of P-256, 32 bytes big-endian; zero is one (primitives-mkvs §3.5). No bytes at all stand for a
 * scalar that is missing; such a value cannot be encoded. JSON never shows it: `{}`.
 */
export type Scalar = Branded<Uint8Array, "pvss.Scalar">;
export const Scalar: Schema<Scalar> = mapped<Scalar, Scalar>(
  binaryStruct<Scalar>({
    name: "pvss.Scalar",
    zero: missing,
    marshal: scalarBytes,
    unmarshal: scalarFromBytes,
    json: {to: () => "", from: missing},
  }),
  {
    name: "pvss.Scalar",
    to: (scalar) => scalar,
    from: (scalar) => scalar,
    json: {
      to: () => ({}),
      from: (json) => (typeof json === "object" && !Array.isArray(json) ? missing() : null),
    },
  },
);

export interface PvssKeyPair {
  readonly scalar: Scalar;
  readonly point: Point;
}

/** Scalar of its 32 bytes. Throws `PvssError` `malformedScalar`. */
export function scalarFromBytes(bytes: Uint8Array): Scalar {
  const problem = "pvss/s11n: failed to deserialize scalar: UnmarshalBinary";
  if (bytes.length !== scalarSize) throw new PvssError("malformedScalar", `${problem}: wrong size buffer`);
  if (bytesToInteger(bytes) >= scalars.ORDER) {
    throw new PvssError("malformedScalar", `${problem}: value out of range`);
  }
  return own(bytes);
}

/** The number. Throws `PvssError` `malformedScalar` when the scalar is missing or none. */
export function numberOf(scalar: Scalar): bigint {
  if (scalar.length === 0) throw new PvssError("malformedScalar", "pvss/s11n: scalar is missing");
  return bytesToInteger(scalarFromBytes(scalar));
}

export function scalarOf(number: bigint): Scalar {
  return own(scalarToBytes(number));
}

/** The public point of a private scalar. That of zero is not valid. */
export function publicPoint(scalar: Scalar): Point {
  return pointOf(timesSecret(numberOf(scalar), generator));
}

/** A new private scalar and its point. Throws `PvssError` `badEntropy` when the source gives nothing usable. */
export function generatePvssKeyPair(random: (length: number) => Uint8Array): PvssKeyPair {
  const scalar = scalarOf(pickScalar(random));
  return {scalar, point: publicPoint(scalar)};
}

/** Text of a scalar's PEM file. */
export function scalarToPem(scalar: Scalar): string {
  return encodePem(pemTypes.ecPrivateKey, scalarBytes(scalar));
}

/** Scalar of a PEM file. Throws `PemError` or `PvssError` `malformedScalar`. */
export function scalarFromPem(text: string): Scalar {
  return scalarFromBytes(decodePem(pemTypes.ecPrivateKey, text));
}

function scalarBytes(scalar: Scalar): Uint8Array {
  numberOf(scalar);
  return scalar;
}

function missing(): Scalar {
  return own(new Uint8Array(0));
}

/** The only place where bytes become a scalar: checked, made from a number, or none. */
function own(bytes: Uint8Array): Scalar {
  return bytes as Scalar;
}
