import {toHex, utf8} from "@oasis-node/primitives/bytes";
import {emptyHash} from "@oasis-node/primitives/hash";
import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {
  ProofBuilder,
  type ProofResponse,
  type ReadSyncer,
  RemoteTree,
  TreeSyncer,
  verifyProof,
} from "../../src/syncer/index.ts";
import type {Item} from "../../src/tree/index.ts";
import {equalWriteLogs} from "../../src/writeLog/index.ts";
import {
  anyKey,
  anyOperations,
  anyValue,
  applyTo,
  entriesOf,
  numberedEntries,
  seed,
  treeOf,
  zeroNamespace,
} from "../tree/model.ts";
import {committed} from "./proofs.ts";

/** Counts the requests on their way to another syncer, and can change the answers. */
class Relay implements ReadSyncer {
  requests = 0;
  readonly #to: ReadSyncer;
  readonly #change: (answer: ProofResponse) => ProofResponse;

  constructor(to: ReadSyncer, change: (answer: ProofResponse) => ProofResponse = (answer) => answer) {
    this.#to = to;
    this.#change = change;
  }

  syncGet: ReadSyncer["syncGet"] = async (request) => this.#pass(await this.#to.syncGet(request));
  syncGetPrefixes: ReadSyncer["syncGetPrefixes"] = async (request) =>
    this.#pass(await this.#to.syncGetPrefixes(request));
  syncIterate: ReadSyncer["syncIterate"] = async (request) => this.#pass(await this.#to.syncIterate(request));

  #pass(answer: ProofResponse): ProofResponse {
    this.requests++;
    return this.#change(answer);
  }
}

/** An honest answer cut down to the node at its top. */
function onlyTop({proof}: ProofResponse): ProofResponse {
  const builder = new ProofBuilder(proof.untrustedRoot);
  const node = verifyProof(proof.untrustedRoot, proof)?.node;
  if (node) builder.include(node);
  return {proof: builder.build()};
}

async function remoteItems(
  tree: RemoteTree,
  from: Uint8Array,
  prefetch: number,
): Promise<[string, string][]> {
  const iterator = tree.iterator(prefetch);
  const items: [string, string][] = [];
  for (let item: Item | null = await iterator.seek(from); item !== null; item = await iterator.next())
    items.push([toHex(item.key), toHex(item.value)]);
  return items;
}

describe("a remote tree", () => {
  test("is as the local one, whatever is done to it", async () => {
    const capacity = fc.constantFrom({nodes: 0, valueBytes: 0}, {nodes: 1, valueBytes: 1});
    const entries = fc.array(fc.tuple(anyKey, anyValue), {maxLength: 40});
    await fc.assert(
      fc.asyncProperty(
        entries,
        anyOperations,
        anyKey,
        fc.nat(5),
        capacity,
        async (list, operations, from, prefetch, limits) => {
          const {root, syncer} = await committed(list);
          const local = treeOf(list);
          await local.commit(zeroNamespace, 1n);
          const remote = new RemoteTree({root, syncer, capacity: limits});
          if (prefetch > 2) await remote.prefetchPrefixes([from], prefetch);
          expect(await remoteItems(remote, from, prefetch)).toEqual(
            entriesOf(local.iterator(), from).map(([key, value]) => [toHex(key), toHex(value)]),
          );
          for (const operation of operations) {
            const expected = applyTo(local, operation);
            if (operation.op === "insert") await remote.insert(operation.key, operation.value);
            else expect((await remote[operation.op](operation.key)) ?? null).toEqual(expected ?? null);
          }
          expect(toHex(remote.computeRoot())).toBe(toHex(local.computeRoot()));
          expect(equalWriteLogs(remote.pendingWriteLog(), local.pendingWriteLog())).toBe(true);
          for (const [key, value] of entriesOf(local.iterator()))
            expect(await remote.get(key)).toEqual(value);
        },
      ),
      {seed, numRuns: 200},
    );
  });

  test("asks once for a key, and once for many with prefetch", async () => {
    const {root, syncer} = await committed(numberedEntries(100));
    const relay = new Relay(syncer);
    const tree = new RemoteTree({root, syncer: relay});
    expect(await tree.get(utf8("key 42"))).toEqual(utf8("value 42"));
    expect(await tree.get(utf8("key 42"))).toEqual(utf8("value 42"));
    expect(relay.requests).toBe(1);
    expect(await remoteItems(new RemoteTree({root, syncer: relay}), new Uint8Array(), 200)).toHaveLength(100);
    expect(relay.requests).toBe(2);
    const prefetched = new RemoteTree({root, syncer: relay});
    await prefetched.prefetchPrefixes([utf8("key 4"), utf8("key 5")], 100);
    expect(await prefetched.get(utf8("key 47"))).toEqual(utf8("value 47"));
    expect(await prefetched.get(utf8("key 50"))).toEqual(utf8("value 50"));
    expect(relay.requests).toBe(3);
  });

  test("believes no syncer", async () => {
    const made = await committed(numberedEntries(20));
    const other = await committed(numberedEntries(21));
    const answers: [(answer: ProofResponse) => ProofResponse, string][] = [
      [
        ({proof}) => ({proof: {...proof, untrustedRoot: other.root.hash}}),
        "mkvs: got proof for unexpected root",
      ],
      [({proof}) => ({proof: {...proof, entries: []}}), "verifier: empty proof"],
      [
        ({proof}) => ({proof: {...proof, entries: [Uint8Array.of(2, ...proof.untrustedRoot)]}}),
        "did not contain node",
      ],
      [({proof}) => ({proof: {...proof, entries: [null]}}), "verifier: bad root"],
    ];
    for (const [change, message] of answers) {
      const tree = new RemoteTree({root: made.root, syncer: new Relay(made.syncer, change)});
      await expect(tree.get(utf8("key 1"))).rejects.toThrow(message);
      await expect(tree.iterator().rewind()).rejects.toThrow(message);
    }
  });

  test("gives up on a syncer that answers drop by drop", async () => {
    const {root, syncer} = await committed(numberedEntries(100));
    const tree = new RemoteTree({root, syncer: new Relay(syncer, onlyTop), maxFetches: 3});
    await expect(tree.get(utf8("key 42"))).rejects.toMatchObject({code: "tooManyFetches"});
  });

  test("fetches for an iterator although it was changed", async () => {
    const {root, syncer} = await committed(numberedEntries(30));
    const tree = new RemoteTree({root, syncer});
    await tree.insert(utf8("key 15"), utf8("changed"));
    const items = await remoteItems(tree, new Uint8Array(), 3);
    expect(items).toHaveLength(30);
    expect(items).toContainEqual([toHex(utf8("key 15")), toHex(utf8("changed"))]);
  });

  test("keeps a leaf that left its slot, since it cannot be fetched on its own", async () => {
    const {root, syncer} = await committed([
      [utf8("a"), utf8("1")],
      [utf8("ab"), utf8("2")],
      ...numberedEntries(10),
    ]);
    const tree = new RemoteTree({root, syncer, capacity: {nodes: 1, valueBytes: 1}});
    await tree.remove(utf8("ab"));
    for (let i = 0; i < 10; i++) expect(await tree.get(utf8(`key ${i}`))).toEqual(utf8(`value ${i}`));
    expect(await tree.get(utf8("a"))).toEqual(utf8("1"));
  });

  test("goes on under the root of its changes, and fetches again what it forgot", async () => {
    const entries = numberedEntries(50);
    const made = await committed(entries);
    const relay = new Relay({
      syncGet: (request) => current.syncGet(request),
      syncGetPrefixes: (request) => current.syncGetPrefixes(request),
      syncIterate: (request) => current.syncIterate(request),
    });
    let current: ReadSyncer = made.syncer;
    const tree = new RemoteTree({root: made.root, syncer: relay, capacity: {nodes: 1, valueBytes: 1}});
    await tree.insert(utf8("key 7"), utf8("changed"));
    await tree.remove(utf8("key 8"));
    made.tree.insert(utf8("key 7"), utf8("changed"));
    made.tree.remove(utf8("key 8"));
    const [far, near] = [await made.tree.commit(zeroNamespace, 2n), await tree.commit(zeroNamespace, 2n)];
    expect(near.hash).toEqual(far.hash);
    expect(tree.root).toEqual(made.tree.root);
    expect(equalWriteLogs(near.writeLog, far.writeLog)).toBe(true);
    current = new TreeSyncer(made.tree);
    relay.requests = 0;
    for (const [key, value] of entriesOf(made.tree.iterator())) expect(await tree.get(key)).toEqual(value);
    expect(relay.requests).toBeGreaterThan(40);
    expect(tree.pendingWriteLog()).toEqual([]);
  });

  test("of nothing needs no syncer", async () => {
    const {root, syncer} = await committed([]);
    const relay = new Relay(syncer);
    const tree = new RemoteTree({root, syncer: relay});
    expect(await tree.get(utf8("a"))).toBeNull();
    expect(tree.computeRoot()).toEqual(emptyHash);
    expect(relay.requests).toBe(0);
  });
});
