import {concat, fromHex, toHex, utf8} from "@oasis-node/primitives/bytes";
import {emptyHash, hashOf} from "@oasis-node/primitives/hash";
import {describe, expect, test} from "vitest";
import {
  compactNodeSize,
  decodeNode,
  encodeCompactNode,
  encodeNode,
  InternalNode,
  LeafNode,
  NodeHasher,
  Pointer,
} from "../../src/node/index.ts";

const hasher = new NodeHasher();
const hex = (text: string): Uint8Array => fromHex(text) ?? expect.fail("not hexadecimal");

function leaf(key: string, value: string): LeafNode {
  const parts = {key: utf8(key), value: utf8(value)};
  return new LeafNode(parts.key, parts.value, hasher.leaf(parts));
}

function internal(slot: LeafNode | null): InternalNode {
  const node = new InternalNode(hex("61626e"), 23, {
    leaf: slot === null ? null : Pointer.toLoaded(slot),
    left: Pointer.toStored(hashOf(utf8("everyone move to the left"))),
    right: null,
  });
  node.hash = hasher.internal(node);
  node.clean = true;
  return node;
}

describe("node hashes", () => {
  test("of a leaf", () => {
    expect(toHex(leaf("a golden key", "value").hash)).toBe(
      "5c05183d4158b5920b16833acb78ccda464da83f720f824177b3a55a75f9fd88",
    );
  });

  test("of an internal node", () => {
    const node = new InternalNode(utf8("abc"), 23, {
      leaf: Pointer.toStored(hashOf(utf8("everyone stop here"))),
      left: Pointer.toStored(hashOf(utf8("everyone move to the left"))),
      right: Pointer.toStored(hashOf(utf8("everyone move to the right"))),
    });
    expect(toHex(hasher.internal(node))).toBe(
      "75c37c67c265e2c836f76dec35173fa336e976938ea46f088390a983e46efced",
    );
  });

  test("do not depend on what the hasher hashed before", () => {
    const long = {key: utf8("k".repeat(3000)), value: utf8("v".repeat(70_000))};
    expect(new NodeHasher().leaf(long)).toEqual(hasher.leaf(long));
  });
});

describe("serialised nodes", () => {
  test("a leaf reads back", () => {
    const node = leaf("key", "value");
    expect(toHex(encodeNode(node))).toBe("0003006b65790500000076616c7565");
    expect(encodeCompactNode(node)).toEqual(encodeNode(node));
    expect(decodeNode(encodeNode(node))).toEqual(node);
  });

  test.each([null, leaf("", ""), leaf("ab", "long".repeat(50))])("an internal node reads back", (slot) => {
    const node = internal(slot);
    expect(decodeNode(encodeNode(node))).toEqual(node);
    const compact = encodeCompactNode(node);
    expect(compact.length).toBe(compactNodeSize(node));
    expect(encodeNode(node)).toEqual(concat(compact, hashOf(utf8("everyone move to the left")), emptyHash));
    const read = decodeNode(compact);
    expect(read).toMatchObject({
      kind: "internal",
      left: null,
      right: null,
      leaf: node.leaf,
      label: node.label,
    });
  });

  test("bytes after a node are ignored, 64 of them are taken for hashes of children", () => {
    const node = internal(leaf("ab", "x"));
    expect(decodeNode(concat(encodeNode(node), hex("0102")))).toEqual(node);
    expect(decodeNode(concat(encodeNode(leaf("a", "b")), hex("ff")))).toEqual(leaf("a", "b"));
    const compact = encodeCompactNode(node);
    expect(decodeNode(concat(compact, new Uint8Array(63)))).toMatchObject({left: null, right: null});
    const taken = decodeNode(concat(compact, new Uint8Array(32), emptyHash));
    expect(taken).toMatchObject({
      left: Pointer.toStored(new Uint8Array(32) as typeof emptyHash),
      right: null,
    });
  });

  test.each([
    ["", "mkvs: malformed node"],
    ["00", "mkvs: malformed node"],
    ["02", "mkvs: malformed node"],
    ["0200", "mkvs: malformed node"],
    ["0001006100000000".slice(0, 12), "mkvs: malformed node"],
    ["00020061000000", "mkvs: malformed node"],
    ["00ffff61000000000000", "mkvs: malformed key"],
    ["0001006101000000", "mkvs: malformed node"],
    ["00010061ffffffff", "mkvs: malformed node"],
    ["010000", "mkvs: malformed node"],
    ["01080061", "mkvs: malformed node"],
    ["0108006103", "mkvs: failed to unmarshal leaf node: mkvs: malformed node"],
    ["01080061000500000000000000", "mkvs: failed to unmarshal leaf node: mkvs: malformed node"],
    ["0108006100ff00000000000000", "mkvs: failed to unmarshal leaf node: mkvs: malformed key"],
  ])("%s is refused", (bytes, message) => {
    expect(() => decodeNode(hex(bytes))).toThrow(expect.objectContaining({name: "NodeError", message}));
  });
});
