import {rootTypes} from "@oasis-node/mkvs/node";
import {RemoteTree, TreeSyncer} from "@oasis-node/mkvs/syncer";
import {type Item, Tree} from "@oasis-node/mkvs/tree";
import {toHex} from "@oasis-node/primitives/bytes";
import {testNamespace} from "@oasis-node/primitives/namespace";
import fc from "fast-check";
import {expect, test} from "vitest";
import {StateOverlay} from "../../src/state/index.ts";

const namespace = testNamespace(new Uint8Array(1));
const seed = 20_26_11;

/** Few different bytes, so that keys are hit again and begin alike. */
const anyKey = fc.array(fc.constantFrom(0, 1, 0x80), {maxLength: 4}).map((key) => Uint8Array.from(key));
const anyValue = fc.uint8Array({maxLength: 3});
const anyEntries = fc.array(fc.tuple(anyKey, anyValue), {maxLength: 15});
const anyChange = fc.tuple(anyKey, fc.option(anyValue, {freq: 2}));

async function treeOf(entries: readonly (readonly [Uint8Array, Uint8Array])[]): Promise<Tree> {
  const tree = Tree.create({rootType: rootTypes.state});
  for (const [key, value] of entries) tree.insert(key, value);
  await tree.commit(namespace, 1n);
  return tree;
}

function text({key, value}: Item): string {
  return `${toHex(key)}=${toHex(value)}`;
}

test("an overlay is as the changed tree would be, and so is the tree once it is applied", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyEntries,
      fc.array(anyChange, {maxLength: 20}),
      anyKey,
      async (entries, changes, from) => {
        const far = await treeOf(entries);
        const model = await treeOf(entries);
        const remote = new RemoteTree({syncer: new TreeSyncer(far), root: far.root});
        const overlay = new StateOverlay(remote);
        for (const [key, value] of changes) {
          const before = model.get(key);
          if (value === null) model.remove(key);
          else model.insert(key, value);
          expect(await (value === null ? overlay.remove(key) : overlay.insert(key, value))).toEqual(before);
          expect(await overlay.get(key)).toEqual(value);
        }
        const wanted: string[] = [];
        const iterator = model.iterator();
        for (let item = iterator.seek(from); item !== null; item = iterator.next()) wanted.push(text(item));
        const found: string[] = [];
        for await (const item of overlay.iterate(from)) found.push(text(item));
        expect(found).toEqual(wanted);
        const log = await overlay.apply();
        expect(toHex(remote.computeRoot())).toBe(toHex(model.computeRoot()));
        far.applyWriteLog(log);
        expect(toHex(far.computeRoot())).toBe(toHex(model.computeRoot()));
      },
    ),
    {seed, numRuns: 150},
  );
});
