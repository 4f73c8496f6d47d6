import {toHex, utf8} from "@oasis-node/primitives/bytes";
import {emptyHash, type Hash} from "@oasis-node/primitives/hash";
import {describe, expect, test} from "vitest";
import {emptyRoot, rootTypes} from "../../src/node/index.ts";
import {Tree} from "../../src/tree/index.ts";
import {entriesOf, numberedEntries, treeOf, zeroNamespace} from "./model.ts";

const rootOf = (tree: Tree): string => toHex(tree.computeRoot());

describe("root hashes of the reference", () => {
  test("grow with each insert", () => {
    const tree = Tree.create({rootType: rootTypes.state});
    const roots = [
      ["foo", "bar", "db67c0572006673b488342a45e6590a75e8919265e6da706c80c6b2776017aa7"],
      ["foobar", "baz", "df4e2e076de5d6852df16c520f0775bcb5ef371e57920bfb3f40661c9d8cc734"],
      ["fo", "x", "2db2ea7dca8e538865d23ff025568767f9db1411aedcc68018d6fcde82eb46a8"],
      ["g", "y", "c22f933c70799442f5afa61e99ae570ab72f9ba4c1f9c1fc4b427a93cd218e74"],
      ["", "root", "c482651fe5eb44c732f82635cf36df29995350e757d554be0fc0014eaab280b2"],
    ] as const;
    for (const [key, value, root] of roots) {
      tree.insert(utf8(key), utf8(value));
      expect(rootOf(tree)).toBe(root);
    }
  });

  test.each([
    [1000, "2187c55627819b60069888ba86f83dc2a9f50c827624b0e31e31261806300ede"],
    [500, "cf6e9b6a26e10a8218b8658ac9302af1a4c1ae4e1b1a7633860a0f81fb759495"],
    [10, "59e67c2fdc08b8e10dd08bb6b8efe614fcc965ecb89625f97f17f87f07104613"],
  ])("of %i numbered items", (count, root) => {
    expect(rootOf(treeOf(numberedEntries(count)))).toBe(root);
  });

  test("of an empty key with an empty value, and of nothing", () => {
    expect(rootOf(treeOf([[new Uint8Array(), new Uint8Array()]]))).toBe(
      "e111bd7fbd1f8857017ca494367fad9b6c3da4ab8e734336c3b028be456a0758",
    );
    expect(treeOf([]).computeRoot()).toEqual(emptyHash);
  });

  test("of all prefixes of a key", () => {
    const key = "Unlock the potential of your data without compromising security or privacy";
    const value = utf8(
      "The platform that puts data privacy first. From sharing medical records, to analyzing personal financial " +
        "information, to training machine learning models, the Oasis platform supports applications that use even " +
        "the most sensitive data without compromising privacy or performance.",
    );
    const tree = treeOf(Array.from(key, (_, i) => [utf8(key.slice(0, i + 1)), value] as const));
    expect(rootOf(tree)).toBe("d829bb244a709bacf33bc2d8b4a016592e5310a10910aa980ef91cb3b4347dcb");
  });
});

describe("commits", () => {
  test("return the net changes", async () => {
    const tree = treeOf([
      [utf8("kept"), utf8("1")],
      [utf8("gone"), utf8("2")],
    ]);
    await tree.commit(zeroNamespace, 1n);
    tree.insert(utf8("kept"), utf8("1"));
    tree.remove(utf8("gone"));
    tree.insert(utf8("passing"), utf8("3"));
    tree.remove(utf8("passing"));
    tree.remove(utf8("never"));
    expect(tree.pendingWriteLog()).toHaveLength(2);
    const {writeLog} = await tree.commit(zeroNamespace, 2n);
    expect(writeLog).toEqual([
      {key: utf8("kept"), value: utf8("1")},
      {key: utf8("gone"), value: null},
    ]);
    expect(tree.pendingWriteLog()).toEqual([]);
    expect(tree.root).toEqual({...emptyRoot(zeroNamespace, 2n, rootTypes.state), hash: tree.computeRoot()});
  });

  test("leave a tree dirty only where it changed", async () => {
    const tree = treeOf(numberedEntries(20));
    expect(tree.isClean).toBe(false);
    await tree.commit(zeroNamespace, 1n);
    expect(tree.isClean).toBe(true);
    tree.insert(utf8("key 7"), utf8("value 7"));
    expect(tree.isClean).toBe(true);
    tree.insert(utf8("key 7"), utf8("other"));
    expect(tree.isClean).toBe(false);
  });

  test("of a known root refuse another hash and keep the changes", async () => {
    const tree = treeOf(numberedEntries(3));
    const root = {...emptyRoot(zeroNamespace, 1n, rootTypes.state), hash: emptyHash};
    await expect(tree.commitKnown(root)).rejects.toMatchObject({code: "knownRootMismatch"});
    expect(tree.isClean).toBe(false);
    const hash: Hash = treeOf(numberedEntries(3)).computeRoot();
    expect(await tree.commitKnown({...root, hash})).toHaveLength(3);
  });

  test("let nothing change meanwhile", async () => {
    const tree = treeOf(numberedEntries(3));
    const committing = tree.commit(zeroNamespace, 1n);
    expect(() => tree.insert(utf8("a"), utf8("b"))).toThrow(
      expect.objectContaining({code: "commitInProgress"}),
    );
    await expect(tree.commit(zeroNamespace, 1n)).rejects.toMatchObject({code: "commitInProgress"});
    expect(tree.get(utf8("key 1"))).toEqual(utf8("value 1"));
    await committing;
    tree.insert(utf8("a"), utf8("b"));
  });
});

describe("limits", () => {
  test("keys of up to 8191 bytes", () => {
    const tree = treeOf([[new Uint8Array(8191), utf8("x")]]);
    expect(tree.get(new Uint8Array(8191))).toEqual(utf8("x"));
    const long = new Uint8Array(8192);
    for (const use of [
      () => tree.get(long),
      () => tree.insert(long, utf8("x")),
      () => tree.remove(long),
      () => tree.removeExisting(long),
    ])
      expect(use).toThrow(expect.objectContaining({name: "NodeError", code: "keyTooLong"}));
  });

  test("a closed tree does nothing", async () => {
    const tree = treeOf(numberedEntries(3));
    const iterator = tree.iterator();
    iterator.rewind();
    tree.close();
    for (const use of [
      () => tree.get(utf8("a")),
      () => tree.insert(utf8("a"), utf8("b")),
      () => tree.removeExisting(utf8("a")),
      () => tree.computeRoot(),
      () => iterator.next(),
      () => iterator.seek(utf8("a")),
    ])
      expect(use).toThrow(expect.objectContaining({message: "mkvs: tree is closed", code: "closed"}));
    await expect(tree.commit(zeroNamespace, 1n)).rejects.toMatchObject({code: "closed"});
  });

  test("as deep as trees get: one branch at each bit of a long key", () => {
    const longest = new Uint8Array(300).fill(0xff);
    const keys = Array.from({length: longest.length * 8}, (_, bit) => {
      const key = longest.slice(0, (bit >> 3) + 1);
      key[bit >> 3] = (0xff << (8 - (bit & 7))) & 0xff;
      return key;
    });
    const tree = treeOf(keys.map((key) => [key, key.subarray(-1)] as const));
    const root = rootOf(tree);
    const reversed = treeOf(keys.toReversed().map((key) => [key, key.subarray(-1)] as const));
    expect(rootOf(reversed)).toBe(root);
    expect(entriesOf(tree.iterator())).toHaveLength(keys.length);
    for (const key of keys.slice(1)) expect(tree.removeExisting(key)).toEqual(key.subarray(-1));
    expect(rootOf(tree)).toBe(rootOf(treeOf([[keys[0] ?? longest, Uint8Array.of(0)]])));
  });
});
