import {equal, toHex} from "@oasis-node/primitives/bytes";
import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {type Proof, verifyProof} from "../../src/syncer/index.ts";
import {MissingNodeError, Tree} from "../../src/tree/index.ts";
import {anyKey, anyValue, Model, seed} from "../tree/model.ts";
import {committed, proveGet} from "./proofs.ts";

const anyEntries = fc.array(fc.tuple(anyKey, anyValue), {minLength: 1, maxLength: 30});

/** What a tree that knows the proof alone says about a key; `undefined` = the proof does not tell. */
function read(tree: Tree, key: Uint8Array): Uint8Array | null | undefined {
  try {
    return tree.get(key);
  } catch (error) {
    if (error instanceof MissingNodeError) return undefined;
    throw error;
  }
}

describe("a proof", () => {
  test("tells the value, or the absence, of its key", async () => {
    await fc.assert(
      fc.asyncProperty(anyEntries, anyKey, fc.boolean(), async (entries, key, siblings) => {
        const made = await committed(entries);
        const tree = Tree.remote(made.root);
        tree.merge(verifyProof(made.root.hash, await proveGet(made, key, {siblings})));
        expect(read(tree, key)).toEqual(made.tree.get(key));
      }),
      {seed, numRuns: 300},
    );
  });

  /**
   * Any change of the root hash, or of one byte of an entry, either makes the verifier refuse the proof, or (bytes that
   * are not part of the node) leaves a tree of which every key that can be read has the true value.
   */
  test("with a flipped bit never proves anything false", async () => {
    await fc.assert(
      fc.asyncProperty(anyEntries, anyKey, fc.nat(), fc.nat(7), async (entries, key, at, bit) => {
        const made = await committed(entries);
        const proof = await proveGet(made, key);
        const changed = flip(proof, at, bit);
        let top: ReturnType<typeof verifyProof>;
        try {
          top = verifyProof(made.root.hash, changed);
        } catch (error) {
          expect((error as Error).name).toMatch(/^(Proof|Node|Hash)Error$/);
          return;
        }
        expect(equal(changed.untrustedRoot, made.root.hash)).toBe(true);
        const tree = Tree.remote(made.root);
        tree.merge(top);
        const model = new Model(entries);
        for (const [each, value] of [...model.entries(), [key, made.tree.get(key)] as const]) {
          const found = read(tree, each);
          if (found !== undefined) expect(found && toHex(found)).toEqual(value && toHex(value));
        }
      }),
      {seed, numRuns: 500},
    );
  });
});

/** The proof with bit `bit` of byte `at` (modulo the number of bytes in it) turned over. */
function flip(proof: Proof, at: number, bit: number): Proof {
  const parts = [proof.untrustedRoot, ...(proof.entries ?? [])].map((part) => part?.slice() ?? null);
  const length = parts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
  let left = at % length;
  for (const part of parts) {
    if (part === null) continue;
    if (left < part.length) {
      part[left] = (part[left] ?? 0) ^ (1 << bit);
      break;
    }
    left -= part.length;
  }
  const [root, ...entries] = parts;
  return {untrustedRoot: root as Proof["untrustedRoot"], entries};
}
