import {utf8} from "@oasis-node/primitives/bytes";
import {expect, test} from "vitest";
import {
  decodeNode,
  encodeCompactNode,
  encodeNode,
  type MkvsNode,
  type Pointer,
} from "../../src/node/index.ts";
import {type Proof, verifyProof} from "../../src/syncer/index.ts";
import {Tree} from "../../src/tree/index.ts";
import {type Entry, numberedEntries} from "../tree/model.ts";
import {committed, proveGet} from "./proofs.ts";

const seed = 4_808;

/** Small, fast and the same everywhere (xorshift32). */
function random(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function mutate(bytes: Uint8Array, next: (below: number) => number): Uint8Array {
  const out = bytes.slice();
  for (let changes = next(3); changes >= 0; changes--)
    if (out.length > 0)
      out[next(out.length)] = next(2) === 0 ? next(256) : ([0, 1, 2, 0x7f, 0xff][next(5)] ?? 0);
  if (next(4) === 0) return out.slice(0, next(out.length + 1));
  return next(8) === 0 ? Uint8Array.of(...out, ...bytes.subarray(0, next(bytes.length + 1))) : out;
}

const entries: Entry[] = [
  ...numberedEntries(40),
  [utf8("key"), utf8("prefix")],
  [utf8(""), utf8("")],
  [utf8("k".repeat(300)), utf8("long")],
];

function nodesBelow(pointer: Pointer | null): MkvsNode[] {
  const node = pointer?.node ?? null;
  if (node === null) return [];
  return node.kind === "leaf" ? [node] : [node, ...nodesBelow(node.left), ...nodesBelow(node.right)];
}

test("changed nodes are refused with a NodeError or read", async () => {
  const made = await committed(entries);
  const proof = await proveGet(made, utf8("key 7"), {siblings: true});
  const nodes = nodesBelow(verifyProof(made.root.hash, proof)).flatMap((node) => [
    encodeNode(node),
    encodeCompactNode(node),
  ]);
  const next = random(seed);
  const counts = {read: 0, refused: 0};
  for (let i = 0; i < 200_000; i++) {
    const bytes = mutate(nodes[i % nodes.length] ?? new Uint8Array(), next);
    try {
      decodeNode(bytes);
      counts.read++;
    } catch (error) {
      if ((error as Error).name !== "NodeError") throw error;
      counts.refused++;
    }
  }
  expect(Math.min(counts.read, counts.refused)).toBeGreaterThan(10_000);
});

test("changed proofs are refused with a typed error, and what is accepted can be used", async () => {
  const made = await committed(entries);
  const proofs = await Promise.all(
    ["key 7", "", "key", "nothing"].map((key) => proveGet(made, utf8(key), {siblings: true})),
  );
  const next = random(seed + 1);
  let accepted = 0;
  for (let i = 0; i < 200_000; i++) {
    const proof = proofs[i % proofs.length];
    if (proof === undefined) throw new Error("no proof");
    if (usable(made.root, mutateProof(proof, next), next(2) === 0)) accepted++;
  }
  expect(accepted).toBeGreaterThan(100);
});

function mutateProof(proof: Proof, next: (below: number) => number): Proof {
  const list = [...(proof.entries ?? [])];
  const at = next(list.length);
  const entry = list[at] ?? null;
  const kind = next(6);
  if (kind === 0) list.splice(at, 1);
  else if (kind === 1) list.splice(at, 0, list[next(list.length)] ?? null);
  else if (kind === 2) list[at] = null;
  else if (kind === 3) list.push(entry);
  else if (entry !== null) list[at] = mutate(entry, next);
  return {...proof, entries: list};
}

/** Against its own root a changed proof may well be right: then operations on it must end properly too. */
function usable(root: Tree["root"], proof: Proof, ownRoot: boolean): boolean {
  try {
    if (!ownRoot) {
      verifyProof(root.hash, proof);
      return true;
    }
    const own = rootOf(proof);
    if (own === null) return false;
    const tree = Tree.remote({...root, hash: own});
    tree.merge(verifyProof(own, {...proof, untrustedRoot: own}));
    tree.get(utf8("key 7"));
    const iterator = tree.iterator();
    for (let item = iterator.seek(utf8("key 3")); item !== null; item = iterator.next());
    tree.insert(utf8("key 71"), utf8("new"));
    tree.remove(utf8("key 7"));
    tree.computeRoot();
    return true;
  } catch (error) {
    if (!/^(Proof|Node|Hash|MissingNode)Error$/.test((error as Error).name)) throw error;
    return false;
  }
}

/** The root hash that a proof leads to, as the verifier says it. */
function rootOf(proof: Proof): Tree["root"]["hash"] | null {
  try {
    verifyProof(proof.untrustedRoot, proof);
    return proof.untrustedRoot;
  } catch (error) {
    const hash = /bad root .* got: ([0-9a-f]{64})/.exec((error as Error).message)?.[1];
    return hash === undefined ? null : (Uint8Array.from(Buffer.from(hash, "hex")) as Tree["root"]["hash"]);
  }
}
