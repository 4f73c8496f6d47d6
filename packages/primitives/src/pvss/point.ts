import {type Branded, fromBase64, toBase64} from "../bytes/index.ts";
import {binaryStruct, type Schema} from "../cbor/index.ts";
import {decodeElement, type Element, elementSize, encodeElement} from "./group.ts";
import {PvssError} from "./pvssError.ts";

/** Size of a point in bytes. */
export const pointSize = elementSize;

/**
 * A finite point of P-256, 65 bytes: `04`, x, y (primitives-mkvs §3.5). No bytes at all stand for a point that is missing,
 * as in a message whose field was left out; such a value cannot be encoded.
 */
export type Point = Branded<Uint8Array, "pvss.Point">;
export const Point: Schema<Point> = binaryStruct<Point>({
  name: "pvss.Point",
  zero: () => own(new Uint8Array(0)),
  marshal: pointToBytes,
  unmarshal: pointFromBytes,
  json: {to: (point) => toBase64(pointToBytes(point)), from: pointFromText},
});

/** Point of its 65 bytes. Throws `PvssError` `malformedPoint`. */
export function pointFromBytes(bytes: Uint8Array): Point {
  // The reference aborts on no bytes, and takes zeros after the first byte for infinity whatever their number.
  if (bytes.length === 0) throw malformed("pvss/s11n: failed to deserialize point: no bytes");
  if (bytes.subarray(1).every((byte) => byte === 0)) {
    throw malformed("pvss/s11n: deserialized point is invalid: pvss/s11n: point is invalid");
  }
  if (decodeElement(bytes) === null) {
    throw malformed("pvss/s11n: failed to deserialize point: invalid elliptic curve point");
  }
  return own(bytes);
}

/** Point of its base64 text. Throws `PvssError` `malformedPoint`. */
export function pointFromText(text: string): Point {
  const bytes = fromBase64(text);
  if (bytes === null)
    throw malformed("pvss/s11n: failed to deserialize base64 encoded point: illegal base64 data");
  return pointFromBytes(bytes);
}

/** The group element. Throws `PvssError` `malformedPoint` when the point is missing or not on the curve. */
export function elementOf(point: Point): Element {
  if (point.length === 0) throw malformed("pvss/s11n: point is missing");
  const element = decodeElement(point);
  if (element === null) throw malformed("pvss/s11n: point is invalid");
  return element;
}

/** Infinity gives a value that is not a point: 64 zeros after `04`, refused wherever it goes. */
export function pointOf(element: Element): Point {
  return own(encodeElement(element));
}

function pointToBytes(point: Point): Uint8Array {
  PvssError.within("malformedPoint", "pvss/s11n: refusing to serialize invalid point", () =>
    elementOf(point),
  );
  return point;
}

function malformed(message: string): PvssError {
  return new PvssError("malformedPoint", message);
}

/** The only place where bytes become a point: checked, made from an element, or none. */
function own(bytes: Uint8Array): Point {
  return bytes as Point;
}
