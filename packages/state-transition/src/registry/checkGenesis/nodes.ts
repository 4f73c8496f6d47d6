import {BytesMap, toBase64} from "@oasis-node/primitives/bytes";
import type {Point} from "@oasis-node/primitives/pvss";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {attempt} from "../../attempt/index.ts";
import type {Entity} from "../../entity/index.ts";
import type {MultiSignedNode, Node} from "../../node/index.ts";
import type {RegistryGenesis} from "../types/genesis.ts";
import {type NodeChecks, type NodeLookup, openSigned, verifyNode} from "../verify/verifyNode.ts";

const failed = "registry: sanity check failed";
const nodeFailed = "registry: node sanity check failed";

/** The good nodes of a genesis document so far, by their keys. */
export class GenesisNodes implements NodeLookup {
  readonly #all: Node[] = [];
  readonly #bySubkey = new BytesMap<PublicKey, Node>();
  readonly #byPoint = new BytesMap<Point, Node>();

  get all(): readonly Node[] {
    return this.#all;
  }

  add(node: Node): void {
    this.#all.push(node);
    for (const key of [node.consensus.id, node.p2p.id, node.tls.pubKey]) this.#bySubkey.set(key, node);
    if (node.beacon !== null) this.#byPoint.set(node.beacon.point, node);
  }

  nodeBySubkey(key: PublicKey): Node | null {
    return this.#bySubkey.get(key) ?? null;
  }

  nodeByBeaconPoint(point: Point): Node | null {
    return this.#byPoint.get(point) ?? null;
  }
}

export interface GenesisNodeChecks extends Omit<NodeChecks, "nodes"> {
  /** The good entities of the document. */
  readonly entities: BytesMap<PublicKey, Entity>;
}

/** What is wrong with the nodes of a genesis document, in its order; puts the good ones into `found`. */
export function* checkGenesisNodes(
  {nodes}: RegistryGenesis,
  checks: GenesisNodeChecks,
  found: GenesisNodes,
): Generator<string> {
  for (const signed of nodes ?? []) {
    // The reference crashes (consensus-core §14).
    if (signed === null) yield `${failed}: node is null`;
    else yield* checkNode(signed, checks, found);
  }
}

function* checkNode(
  signed: MultiSignedNode,
  checks: GenesisNodeChecks,
  found: GenesisNodes,
): Generator<string> {
  const opened = attempt(() => openSigned(checks.verifier, signed));
  if (!opened.ok) return yield `${failed}: unable to open signed node`;
  const {id, entityId} = opened.value;
  const text = toBase64(id);
  if (!checks.verifier.isUsable(id)) yield `${nodeFailed}: ID ${text} is invalid`;
  const entity = checks.entities.get(entityId);
  if (entity === undefined) return yield `${nodeFailed} node: ${text} references a missing entity`;
  const verified = attempt(() => verifyNode(signed, entity, {...checks, nodes: found}));
  if (verified.ok) found.add(verified.value.node);
  else yield `${nodeFailed}: ID: ${text}, error: ${verified.problem}`;
}
