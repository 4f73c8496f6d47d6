export {
  bitLength,
  bytesForBits,
  commonKeyPrefixLength,
  commonPrefixLength,
  getBit,
  maxKeyLength,
  mergeBits,
  prefixWithBit,
  sliceBits,
  writeBits,
} from "./bits.ts";
export type {DbRef} from "./dbRef.ts";
export {decodeNode} from "./decodeNode.ts";
export {
  compactNodeSize,
  embeddedLeaf,
  encodeCompactNode,
  encodeNode,
  writeCompactNode,
} from "./encodeNode.ts";
export {InternalNode, LeafNode, type MkvsNode, Pointer, pointerHash} from "./node.ts";
export {NodeError} from "./nodeError.ts";
export {NodeHasher} from "./nodeHasher.ts";
export {nodePrefix} from "./nodePrefix.ts";
export {
  emptyRoot,
  equalRoots,
  isEmptyRoot,
  Root,
  rootEncodedHash,
  rootFollows,
  rootToString,
  rootTypes,
  rootTypeToString,
} from "./root.ts";
