import type {NodeDb} from "@oasis-node/mkvs/db";
import type {Root} from "@oasis-node/mkvs/node";
import {Proof, type ProofResponse, type TreeId, TreeSyncer, verifyProof} from "@oasis-node/mkvs/syncer";
import {Tree} from "@oasis-node/mkvs/tree";
import {toHex} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import type {Hash} from "@oasis-node/primitives/hash";
import type {Reporter} from "../../kind.ts";
import type {ProofQuery, ProofRecord} from "./scenario.ts";

/** Asks a fresh tree for every recorded proof, and verifies those recorded with their changed forms. */
export async function checkProofs(
  proofs: readonly ProofRecord[],
  db: NodeDb,
  root: Root,
  report: Reporter,
): Promise<void> {
  for (const [i, record] of proofs.entries()) {
    const what = `proof ${i} (${record.query.kind})`;
    const tree = Tree.open({db, root});
    const {proof} = await ask(new TreeSyncer(tree), {root, position: record.position}, record.query);
    report.expect(what, record.proof, encode(Proof, proof));
    if (record.query.kind === "get") {
      report.expect(`${what}: value`, record.query.value, tree.get(record.query.key));
    }
    tree.close();
    const provenRoot = record.proofRoot ?? root.hash;
    report.expect(`${what}: anchor`, toHex(provenRoot), toHex(proof.untrustedRoot));
    report.expect(`${what}: accepted`, record.accepted, isAccepted(provenRoot, record.proof));
    for (const {change, proof: changed, accepted} of record.mutated) {
      report.expect(`${what}, ${change}: accepted`, accepted, isAccepted(provenRoot, changed));
    }
  }
}

function ask(syncer: TreeSyncer, tree: TreeId, query: ProofQuery): Promise<ProofResponse> {
  switch (query.kind) {
    case "get":
      return syncer.syncGet({tree, key: query.key, includeSiblings: query.includeSiblings});
    case "prefixes":
      return syncer.syncGetPrefixes({tree, prefixes: [...query.prefixes], limit: query.limit});
    case "iterate":
      return syncer.syncIterate({tree, key: query.key, prefetch: query.prefetch});
  }
}

function isAccepted(root: Hash, proof: Uint8Array): boolean {
  try {
    verifyProof(root, decode(Proof, proof));
    return true;
  } catch (error) {
    if (error instanceof TypedError) return false;
    throw error;
  }
}
