import {fromHex, toHex, utf8} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import {emptyHash, hashOf} from "@oasis-node/primitives/hash";
import {describe, expect, test} from "vitest";
import {GetRequest, IterateRequest, Proof, ProofBuilder, verifyProof} from "../../src/syncer/index.ts";
import {numberedEntries} from "../tree/model.ts";
import {committed, proveGet} from "./proofs.ts";

const five = [
  ["foo", "bar"],
  ["foobar", "baz"],
  ["fo", "x"],
  ["g", "y"],
  ["", "root"],
].map(([key = "", value = ""]) => [utf8(key), utf8(value)] as const);

const hex = (text: string): Uint8Array => fromHex(text) ?? expect.fail("not hexadecimal");

describe("a proof for one key", () => {
  test("has the reference's entries", async () => {
    const proof = await proveGet(await committed(five), utf8("foobar"));
    expect(proof.entries?.map((entry) => entry && toHex(entry))).toEqual([
      "0101000000000004000000726f6f74",
      "010107006602",
      "010109003780000200666f0100000078",
      "010108006f000300666f6f03000000626172",
      "01000600666f6f6261720300000062617a",
      null,
      null,
      "023ad1869d3b812cc628f5e935de0b62061d730afd6e0c7d1862d21768df98cc3e",
      null,
    ]);
  });

  test("starts at the asked position if that is on the path", async () => {
    const made = await committed(five);
    const position = verifyProof(made.root.hash, await proveGet(made, utf8("foobar")))?.node;
    if (position?.kind !== "internal" || position.right !== null) expect.fail("unexpected shape");
    const below = position.left?.hash ?? emptyHash;
    expect((await proveGet(made, utf8("foobar"), {position: below})).untrustedRoot).toEqual(below);
    expect((await proveGet(made, utf8(""), {position: below})).untrustedRoot).toEqual(made.root.hash);
  });
});

test("a leaf in a slot counts twice for the size of an iteration's proof", async () => {
  const {tree, root} = await committed(five);
  const builder = new ProofBuilder(root.hash);
  const iterator = tree.iterator({visitor: builder});
  for (let item = iterator.rewind(); item !== null; item = iterator.next());
  const entries = builder.build().entries ?? [];
  expect(builder.size).toBe(119);
  expect(entries.reduce((sum, entry) => sum + (entry?.length ?? 0), 0)).toBe(82);
});

describe("the verifier", () => {
  const root = hashOf(utf8("root"));
  const verify = (entries: (Uint8Array | null)[] | null, of = root) =>
    verifyProof(of, {untrustedRoot: of, entries});

  test("accepts a hash alone, and nothing for the empty tree", () => {
    expect(verify([Uint8Array.of(2, ...root)])).toMatchObject({hash: root, node: null});
    expect(verify([null], emptyHash)).toBeNull();
    expect(verify([Uint8Array.of(2, ...emptyHash)], emptyHash)).toBeNull();
  });

  test("ignores entries after the last needed one, and bytes after a node", async () => {
    const made = await committed(numberedEntries(10));
    const proof = await proveGet(made, utf8("key 3"));
    const entries = (proof.entries ?? []).map((entry) =>
      entry?.[0] === 1 ? Uint8Array.of(...entry, 0xaa) : entry,
    );
    const verified = verifyProof(made.root.hash, {...proof, entries: [...entries, null, hex("ff")]});
    expect(verified?.hash).toEqual(made.root.hash);
  });

  test("takes children from the entries that follow, not from a node in full form", async () => {
    const made = await committed(numberedEntries(2));
    const proof = await proveGet(made, utf8("key 1"));
    const [top, ...others] = proof.entries ?? [];
    const padded = Uint8Array.of(...(top ?? []), ...new Uint8Array(64).fill(7));
    expect(verifyProof(made.root.hash, {...proof, entries: [padded, ...others]})?.hash).toEqual(
      made.root.hash,
    );
  });

  test.each([
    [null, "verifier: empty proof"],
    [[], "verifier: empty proof"],
    [[new Uint8Array()], "verifier: malformed proof"],
    [[hex("010108006102"), null], "verifier: malformed proof"],
    [[hex("03")], "verifier: unexpected entry in proof (3)"],
    [[hex("0200")], "hash: malformed hash"],
    [[hex("01")], "mkvs: malformed node"],
    [[hex("0105")], "mkvs: malformed node"],
  ])("refuses %s", (entries, message) => {
    expect(() => verify(entries)).toThrow(expect.objectContaining({message}));
  });

  test("refuses other roots", () => {
    const other = hashOf(utf8("other"));
    expect(() => verifyProof(root, {untrustedRoot: other, entries: [null]})).toThrow(
      `verifier: got proof for unexpected root (expected: ${toHex(root)} got: ${toHex(other)})`,
    );
    expect(() => verify([Uint8Array.of(2, ...other)])).toThrow(
      `verifier: bad root (expected: ${toHex(root)} got: ${toHex(other)})`,
    );
    expect(() => verify([null])).toThrow("verifier: bad root");
  });

  test("reads a proof of any depth in a time that grows with its size", () => {
    const entries = Array.from({length: 200_000}, () => hex("010101008002"));
    const start = performance.now();
    expect(() => verify(entries)).toThrow("verifier: malformed proof");
    expect(() => verify([...entries, ...Array<null>(200_001).fill(null)])).toThrow("verifier: bad root");
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

test("messages read back from CBOR", async () => {
  const made = await committed(five);
  const proof = await proveGet(made, utf8("g"));
  expect(decode(Proof, encode(Proof, proof))).toEqual(proof);
  const tree = {root: made.root, position: emptyHash};
  const get = {tree, key: utf8("k"), includeSiblings: false};
  expect(decode(GetRequest, encode(GetRequest, get))).toEqual(get);
  expect(toHex(encode(GetRequest, get))).not.toContain(toHex(utf8("include_siblings")));
  expect(toHex(encode(GetRequest, {...get, includeSiblings: true}))).toContain(
    toHex(utf8("include_siblings")),
  );
  const iterate = {tree, key: utf8("k"), prefetch: 65_535};
  expect(decode(IterateRequest, encode(IterateRequest, iterate))).toEqual(iterate);
});
