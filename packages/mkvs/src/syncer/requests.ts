import {bool, bytes, list, omitEmpty, struct, u16, type ValueOf} from "@oasis-node/primitives/cbor";
import {Hash} from "@oasis-node/primitives/hash";
import {Root} from "../node/index.ts";
import {Proof} from "./proof.ts";

/** A tree, and the node in it from which a proof should start if it can. */
export const TreeId = struct("syncer.TreeID", {root: Root, position: Hash});
export type TreeId = ValueOf<typeof TreeId>;

/** Asks for the path to a key; with siblings also for the nodes beside it, which a removal needs. */
export const GetRequest = struct("syncer.GetRequest", {
  tree: TreeId,
  key: bytes,
  includeSiblings: omitEmpty(bool),
});
export type GetRequest = ValueOf<typeof GetRequest>;

/** Asks for items with one of the prefixes, `limit` in all. */
export const GetPrefixesRequest = struct("syncer.GetPrefixesRequest", {
  tree: TreeId,
  prefixes: list(bytes),
  limit: u16,
});
export type GetPrefixesRequest = ValueOf<typeof GetPrefixesRequest>;

/** Asks for the first item from a key on, and the `prefetch` items after it. */
export const IterateRequest = struct("syncer.IterateRequest", {tree: TreeId, key: bytes, prefetch: u16});
export type IterateRequest = ValueOf<typeof IterateRequest>;

export const ProofResponse = struct("syncer.ProofResponse", {proof: Proof});
export type ProofResponse = ValueOf<typeof ProofResponse>;

/** Reads from a tree elsewhere, which need not be trusted: each answer is a proof. */
export interface ReadSyncer {
  syncGet(request: GetRequest): Promise<ProofResponse>;
  syncGetPrefixes(request: GetPrefixesRequest): Promise<ProofResponse>;
  syncIterate(request: IterateRequest): Promise<ProofResponse>;
}
