import {binaryStruct, type Schema} from "../cbor/index.ts";
import {quantityFromBytes, quantityToBytes} from "./binaryForm.ts";
import {quantityFromText, quantityToText} from "./textForm.ts";

/**
 * Amount in base units, never negative, of any size. In CBOR a byte string, in JSON a decimal text; zero is left out by
 * `omitempty` (primitives-mkvs §1.5, §2.3).
 */
export type Quantity = bigint;
export const Quantity: Schema<Quantity> = binaryStruct<bigint>({
  name: "quantity.Quantity",
  zero: () => 0n,
  marshal: quantityToBytes,
  unmarshal: quantityFromBytes,
  json: {to: quantityToText, from: quantityFromText},
});
