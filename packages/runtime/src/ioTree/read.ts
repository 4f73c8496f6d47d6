import type {Item, KeyValueTree} from "@oasis-node/mkvs/tree";
import {concat, equal} from "@oasis-node/primitives/bytes";
import {CborError, decode, type Schema} from "@oasis-node/primitives/cbor";
import type {Hash} from "@oasis-node/primitives/hash";
import {KeyFormatError} from "@oasis-node/primitives/keyFormat";
import {
  artifactKinds,
  InputArtifacts,
  type IoTag,
  type IoTransaction,
  ioKeys,
  OutputArtifacts,
} from "./artifacts.ts";
import {IoTreeError} from "./ioTreeError.ts";

const noBytes = new Uint8Array();

/** Most that a batch may have; 0 for no limit. */
export interface BatchLimits {
  readonly maxCount: number;
  readonly maxBytes: number;
}

interface Artifact {
  readonly hash: Hash;
  readonly kind: number;
  readonly value: Uint8Array;
}

/** Inputs in the order of their batch. Throws `IoTreeError` `malformed`, `tooLarge`, `order`. */
export function readInputs(
  tree: KeyValueTree,
  limits: BatchLimits = {maxCount: 0, maxBytes: 0},
): Uint8Array[] {
  const found: {readonly input: Uint8Array; readonly batchOrder: number}[] = [];
  let size = 0;
  for (const {kind, value} of artifacts(tree)) {
    if (kind !== artifactKinds.input) continue;
    const {input, batchOrder} = content(InputArtifacts, value);
    found.push({input: input ?? noBytes, batchOrder});
    size += input?.length ?? 0;
    if (limits.maxCount > 0 && found.length > limits.maxCount) throw tooLarge("txes", limits.maxCount);
    if (limits.maxBytes > 0 && size > limits.maxBytes) throw tooLarge("bytes", limits.maxBytes);
  }
  found.sort((a, b) => a.batchOrder - b.batchOrder);
  const wrong = found.findIndex(({batchOrder}, index) => batchOrder !== index);
  if (wrong < 0) return found.map(({input}) => input);
  const batchOrder = found[wrong]?.batchOrder;
  const text = `transaction: inconsistent order: item ${wrong} has batch order ${batchOrder}`;
  throw new IoTreeError("order", text, {details: {batchOrder, index: wrong}});
}

/** All transactions in the order of their batch. Throws `IoTreeError` `malformed`. */
export function readTransactions(tree: KeyValueTree): IoTransaction[] {
  const found: IoTransaction[] = [];
  let current: Hash | null = null;
  for (const {hash, kind, value} of artifacts(tree)) {
    if (kind === artifactKinds.input) {
      const {input, batchOrder} = content(InputArtifacts, value);
      found.push({input: input ?? noBytes, output: null, batchOrder});
      current = hash;
      continue;
    }
    const last = found.pop();
    // The input of a transaction stands right before its output.
    if (last === undefined || current === null || !equal(current, hash))
      throw new IoTreeError("malformed", "transaction: malformed transaction tree");
    found.push({...last, output: content(OutputArtifacts, value).output});
  }
  // Stable: those of the same place stay in the order of their hashes.
  return found.sort((a, b) => a.batchOrder - b.batchOrder);
}

/** One transaction, or null when the round has none with this hash. Throws `IoTreeError` `malformed`. */
export function readTransaction(tree: KeyValueTree, hash: Hash): IoTransaction | null {
  const input = tree.get(ioKeys.artifact.encode(hash, artifactKinds.input));
  if (input === null) return null;
  const output = tree.get(ioKeys.artifact.encode(hash, artifactKinds.output));
  const artifact = content(InputArtifacts, input);
  if (artifact.input === null || artifact.input.length === 0) return null;
  return {
    input: artifact.input,
    batchOrder: artifact.batchOrder,
    output: output === null ? null : content(OutputArtifacts, output).output,
  };
}

/** All tags, by key and transaction. Throws `IoTreeError` `malformed`. */
export function readTags(tree: KeyValueTree): IoTag[] {
  const tags: IoTag[] = [];
  for (const {key, value} of withPrefix(tree, ioKeys.tag.encodePrefix())) {
    const decoded = decodeKey(() => ioKeys.tag.decode(key));
    if (decoded === null) break;
    const [tagKey, txHash] = decoded;
    tags.push({key: tagKey.slice(), value, txHash});
  }
  return tags;
}

/** Tags with one of the keys. Throws `IoTreeError` `malformed`. */
export function readTagsWithKeys(tree: KeyValueTree, keys: readonly Uint8Array[]): IoTag[] {
  return keys.flatMap((key) =>
    [...withPrefix(tree, concat(ioKeys.tag.encodePrefix(), key))].flatMap((item) => {
      // A longer key may begin like this one; the hash is always the end.
      const decoded = decodeKey(() => ioKeys.tag.decode(item.key));
      if (decoded === null || !equal(decoded[0], key)) return [];
      return [{key, value: item.value, txHash: decoded[1]}];
    }),
  );
}

function* artifacts(tree: KeyValueTree): Iterable<Artifact> {
  for (const {key, value} of withPrefix(tree, ioKeys.artifact.encodePrefix())) {
    const decoded = decodeKey(() => ioKeys.artifact.decode(key));
    if (decoded === null) return;
    const [hash, kind] = decoded;
    if (kind !== artifactKinds.input && kind !== artifactKinds.output)
      throw new IoTreeError("malformed", "transaction: malformed artifact kind", {details: {kind}});
    yield {hash, kind, value};
  }
}

function* withPrefix(tree: KeyValueTree, prefix: Uint8Array): Iterable<Item> {
  const iterator = tree.iterator();
  for (let item = iterator.seek(prefix); item !== null; item = iterator.next()) {
    if (!equal(item.key.subarray(0, prefix.length), prefix)) return;
    yield item;
  }
}

function decodeKey<T>(decodeIt: () => T): T {
  try {
    return decodeIt();
  } catch (cause) {
    if (!(cause instanceof KeyFormatError)) throw cause;
    throw new IoTreeError("malformed", "transaction: malformed key", {cause});
  }
}

function content<T>(schema: Schema<T>, value: Uint8Array): T {
  try {
    return decode(schema, value);
  } catch (cause) {
    if (!(cause instanceof CborError)) throw cause;
    throw new IoTreeError("malformed", `transaction: malformed artifacts: ${cause.message}`, {cause});
  }
}

function tooLarge(unit: string, max: number): IoTreeError {
  return new IoTreeError("tooLarge", `transaction: input batch too large (max: ${max} ${unit})`, {
    details: {max},
  });
}
