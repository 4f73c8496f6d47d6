import {equal, toHex} from "@oasis-node/primitives/bytes";
import {field, struct, u8, u64, type ValueOf} from "@oasis-node/primitives/cbor";
import {emptyHash, Hash, hashOfValue, isEmptyHash} from "@oasis-node/primitives/hash";
import {Namespace} from "@oasis-node/primitives/namespace";

/** What a tree is used for (primitives-mkvs §4.6). Any other number can arrive over the wire. */
export const rootTypes = {invalid: 0, state: 1, io: 2} as const;

/** A storage root: identifies a version of a tree. */
export const Root = struct("node.Root", {
  namespace: field("ns", Namespace),
  version: u64,
  type: field("root_type", u8),
  hash: Hash,
});
export type Root = ValueOf<typeof Root>;

/** The root from which the first version of a tree is derived. */
export function emptyRoot(namespace: Namespace, version: bigint, type: number): Root {
  return {namespace, version, type, hash: emptyHash};
}

/** Whether the root is that of no tree at all: zero namespace, version 0, empty hash. The type does not matter. */
export function isEmptyRoot({namespace, version, hash}: Root): boolean {
  return version === 0n && isEmptyHash(hash) && namespace.every((byte) => byte === 0);
}

export function equalRoots(a: Root, b: Root): boolean {
  return (
    a.type === b.type && a.version === b.version && equal(a.namespace, b.namespace) && equal(a.hash, b.hash)
  );
}

/** Whether `root` can be derived from `old`: same type and namespace, the same version or the next. */
export function rootFollows(root: Root, old: Root): boolean {
  return (
    root.type === old.type &&
    equal(root.namespace, old.namespace) &&
    (root.version === old.version || root.version === BigInt.asUintN(64, old.version + 1n))
  );
}

/** Hash of the canonical CBOR of the root. */
export function rootEncodedHash(root: Root): Hash {
  return hashOfValue(Root, root);
}

export function rootTypeToString(type: number): string {
  if (type === rootTypes.invalid) return "invalid";
  if (type === rootTypes.state) return "state-root";
  return type === rootTypes.io ? "io-root" : `[unknown root type: ${type}]`;
}

export function rootToString({namespace, version, type, hash}: Root): string {
  return `<Root ns=${toHex(namespace)} version=${version} type=${rootTypeToString(type)} hash=${toHex(hash)}>`;
}
