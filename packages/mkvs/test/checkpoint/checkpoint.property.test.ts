import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {Restorer} from "../../src/checkpoint/index.ts";
import {openMemoryNodeDb} from "../../src/db/index.ts";
import type {Item} from "../../src/tree/index.ts";
import {allItems, byKey, checkpointOf, namespace} from "./support.ts";

/** Keys with common prefixes, and some that are prefixes of others. */
const keyArbitrary = fc.oneof(
  fc.uint8Array({maxLength: 3}),
  fc.array(fc.constantFrom(0, 1, 0x80, 0xff), {maxLength: 12}).map((bytes) => Uint8Array.from(bytes)),
);
const itemArbitrary: fc.Arbitrary<Item> = fc.record({
  key: keyArbitrary,
  value: fc.oneof(
    fc.uint8Array({maxLength: 20}),
    fc.nat(70_000).map((length) => new Uint8Array(length)),
  ),
});
const itemsArbitrary = fc.uniqueArray(itemArbitrary, {
  maxLength: 80,
  selector: ({key}) => Buffer.from(key).toString("hex"),
});

describe("a checkpoint", () => {
  test("of any tree, in chunks of any size, brings back the tree", async () => {
    const chunkSize = fc.constantFrom(0n, 1n, 50n, 300n, 5000n, 1n << 20n);
    await fc.assert(
      fc.asyncProperty(itemsArbitrary, chunkSize, fc.nat(), async (items, size, rotation) => {
        const {metadata, chunks} = await checkpointOf(items, size);
        const db = await openMemoryNodeDb({namespace});
        const restorer = new Restorer(db);
        await restorer.start(metadata);
        for (const i of chunks.keys()) {
          const index = (i + rotation) % chunks.length;
          await restorer.restoreChunk(BigInt(index), chunks[index] ?? new Uint8Array());
        }
        await db.finalize([metadata.root]);
        expect(allItems(db, metadata.root)).toEqual(byKey(items));
      }),
      {numRuns: 120, seed: 1},
    );
  });
});
