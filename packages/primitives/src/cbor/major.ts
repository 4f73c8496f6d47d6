/** Major types of RFC 7049 §2.1, as the reader reports items. */
export const major = Object.freeze({
  unsigned: 0,
  negative: 1,
  bytes: 2,
  text: 3,
  array: 4,
  map: 5,
  tag: 6,
  simple: 7,
  /** Tags 2 and 3 over a byte string; never reported where tags are forbidden. */
  bignum: 8,
  negativeBignum: 9,
});

const names = [
  "unsigned integer",
  "negative integer",
  "byte string",
  "text string",
  "array",
  "map",
  "tag",
  "simple value",
  "bignum",
  "negative bignum",
];

/** For messages. */
export function majorName(type: number): string {
  return names[type] ?? "unknown";
}

/** Additional information of the simple values with a meaning. */
export const simple = Object.freeze({false: 20, true: 21, null: 22, undefined: 23, oneByte: 24});
