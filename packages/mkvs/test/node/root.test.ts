import {toHex} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import {emptyHash, hashOf} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {describe, expect, test} from "vitest";
import {
  emptyRoot,
  equalRoots,
  isEmptyRoot,
  Root,
  rootEncodedHash,
  rootFollows,
  rootToString,
  rootTypes,
} from "../../src/node/index.ts";

const namespace = new Uint8Array(32) as Namespace;
const empty = emptyRoot(namespace, 0n, rootTypes.state);
const other: Root = {...empty, version: 7n, hash: hashOf(Uint8Array.of(1))};

describe("roots", () => {
  test("have the reference's hash", () => {
    expect(toHex(rootEncodedHash(empty))).toBe(
      "658e2ad7cc779801f9561f30adba9387eb6f8727b9848c6485b75486f4cd14e2",
    );
  });

  test("read back from CBOR", () => {
    expect(decode(Root, encode(Root, other))).toEqual(other);
    expect(toHex(encode(Root, other)).startsWith("a4626e735820")).toBe(true);
  });

  test("are empty whatever the type", () => {
    expect(isEmptyRoot(empty)).toBe(true);
    expect(isEmptyRoot({...empty, type: rootTypes.io})).toBe(true);
    expect(isEmptyRoot({...empty, version: 1n})).toBe(false);
    expect(isEmptyRoot({...empty, hash: other.hash})).toBe(false);
    expect(isEmptyRoot({...empty, namespace: Uint8Array.from(namespace).fill(1, 31) as Namespace})).toBe(
      false,
    );
    expect(equalRoots(empty, {...empty, hash: emptyHash})).toBe(true);
    expect(equalRoots(empty, {...empty, type: rootTypes.io})).toBe(false);
  });

  test("follow roots of the same tree, one version later at most", () => {
    expect([5n, 6n, 7n, 8n].map((version) => rootFollows(other, {...other, version}))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(rootFollows(other, {...other, type: rootTypes.io})).toBe(false);
    expect(rootFollows(other, {...other, namespace: Uint8Array.from(namespace).fill(1) as Namespace})).toBe(
      false,
    );
  });

  test("say what they are", () => {
    expect(rootToString(other)).toBe(
      `<Root ns=${"00".repeat(32)} version=7 type=state-root hash=${toHex(other.hash)}>`,
    );
    expect(rootToString({...other, type: 9})).toContain("type=[unknown root type: 9]");
  });
});
