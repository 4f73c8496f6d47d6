import {major} from "./major.ts";
import type {Reader} from "./reader.ts";

/**
 * Key of a struct's map as the reference sees it: a text, or an integer wrapped to 64 bits signed, which no field of
 * ours has for a name. Throws `CborError` for keys of other kinds.
 */
export function readStructKey(reader: Reader): string | bigint {
  // Of keys the reference looks at the first head only, so that even a tag it drops elsewhere makes them bad.
  if (reader.nextIsTag()) throw reader.fail("wrongType", "key of a struct has a tag");
  const type = reader.item();
  switch (type) {
    case major.text:
      return reader.textString();
    case major.unsigned:
      return BigInt.asIntN(64, reader.wide());
    case major.negative: {
      const key = -1n - reader.wide();
      if (key >= -(1n << 63n)) return key;
      throw reader.fail("overflow", `key ${key} overflows int64`);
    }
  }
  throw reader.fail("wrongType", "key of a struct is no text");
}

/** Map, whose head was read last, into a Go struct without fields: empty unless the mode allows unknown fields. */
export function skipEmptyStruct(reader: Reader): void {
  const entered = reader.enter(2);
  const count = entered < 0 ? ~entered : entered;
  for (let index = 0; index < count; index++) {
    readStructKey(reader);
    skipUnknown(reader, index);
  }
  reader.leave(entered);
}

/** Value of an unknown key, that of a pair counted from 0: skipped where the mode allows it. Clients see the reference's text. */
export function skipUnknown(reader: Reader, index: number): void {
  if (!reader.mode.allowUnknownFields)
    throw reader.fail("unknownField", `found unknown field at map element index ${index}`);
  reader.skip();
}
