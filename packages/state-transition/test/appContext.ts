import {rootTypes} from "@oasis-node/mkvs/node";
import {type KeyValueTree, Tree} from "@oasis-node/mkvs/tree";
import {encode} from "@oasis-node/primitives/cbor";
import {asEpoch, asHeight} from "@oasis-node/primitives/epoch";
import {asRawSignature, type PublicKey, SignatureVerifier} from "@oasis-node/primitives/signature";
import {ConsensusParameters} from "../src/consensus/index.ts";
import {Context, type LocalUpgrades, type Mode} from "../src/context/index.ts";
import {Entity} from "../src/entity/index.ts";
import {Node} from "../src/node/index.ts";
import {RegistryState} from "../src/registry/state.ts";

/** What a test says of the situation in which an application runs. */
export interface Situation {
  readonly tree: Tree;
  readonly mode?: Mode;
  readonly epoch?: bigint;
  /** Whether this is the first block of the epoch. */
  readonly isEpochStart?: boolean;
  readonly height?: bigint;
  /** Time of the block, nanoseconds since 1970. */
  readonly now?: bigint;
  readonly signer?: PublicKey;
  readonly upgrades?: LocalUpgrades;
  readonly verifier?: SignatureVerifier;
}

export function emptyState(): Tree {
  return Tree.create({rootType: rootTypes.state});
}

export function contextFor(situation: Situation): Context {
  const {tree, mode = "deliverTx", isEpochStart = false, upgrades, signer} = situation;
  const epoch = asEpoch(situation.epoch ?? 0n);
  const context = new Context({
    mode,
    tree,
    now: situation.now ?? 0n,
    block: null,
    chain: {
      chainContext: "00".repeat(32),
      initialHeight: asHeight(1n),
      baseEpoch: asEpoch(0n),
      blockHeight: asHeight((situation.height ?? 2n) - 1n),
      consensusParameters: ConsensusParameters.zero(),
      currentEpoch: () => epoch,
      epochChanged: () => ({changed: isEpochStart, epoch}),
      epochAt: () => epoch,
      verifier: situation.verifier ?? new SignatureVerifier(),
      node: {minGasPrice: 0n, ownKey: null, debugAllowed: true, skipAttestation: false},
      ...(upgrades === undefined ? {} : {upgrades}),
    },
  });
  context.signer = signer ?? null;
  return context;
}

/** Registers an entity and nodes of it, as if they had been found good. */
export function register(tree: KeyValueTree, entityId: PublicKey, nodes: readonly Partial<Node>[]): void {
  const registry = new RegistryState(tree);
  const descriptors = nodes.map((node) => Node.make({v: 1, entityId, ...node}));
  const entity = Entity.zero();
  const listed = {...entity, v: 2, id: entityId, nodes: descriptors.map(({id}) => id)};
  const signature = {publicKey: entityId, signature: asRawSignature(new Uint8Array(64))};
  registry.setEntity(entityId, {untrustedRawValue: encode(Entity, listed), signature});
  for (const node of descriptors) {
    registry.setNode(null, node, {untrustedRawValue: encode(Node, node), signatures: [signature]});
  }
}

/** Events as pairs of attribute key and value in hexadecimal. */
export function eventsOf({events}: Context): string[][] {
  return events.flatMap(({attributes}) =>
    attributes.map(({key, value}) => [
      Buffer.from(key).toString("ascii"),
      Buffer.from(value).toString("hex"),
    ]),
  );
}

/** All entries of a tree, in hexadecimal. */
export function dump(tree: Tree): Record<string, string> {
  const iterator = tree.iterator();
  const entries: Record<string, string> = {};
  for (let item = iterator.rewind(); item !== null; item = iterator.next()) {
    entries[Buffer.from(item.key).toString("hex")] = Buffer.from(item.value).toString("hex");
  }
  return entries;
}
