/** How the bytes of a field are laid out: the low three bits of its tag. */
export const wireTypes = {
  varint: 0,
  fixed64: 1,
  bytes: 2,
  startGroup: 3,
  endGroup: 4,
  fixed32: 5,
} as const;

export type WireType = (typeof wireTypes)[keyof typeof wireTypes];
