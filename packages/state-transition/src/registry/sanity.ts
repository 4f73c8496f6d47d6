import {BytesMap} from "@oasis-node/primitives/bytes";
import type {Epoch} from "@oasis-node/primitives/epoch";
import type {PublicKey, SignatureVerifier} from "@oasis-node/primitives/signature";
import type {Entity} from "../entity/index.ts";
import type {AttestationSettings} from "./attestation/verifyTee.ts";
import {checkEntities} from "./checkGenesis/checkGenesis.ts";
import {checkGenesisNodes, GenesisNodes} from "./checkGenesis/nodes.ts";
import {checkGenesisRuntimes, GenesisRuntimes} from "./checkGenesis/runtimes.ts";
import type {RegistryState} from "./state.ts";
import {RegistryGenesis} from "./types/genesis.ts";

export interface RegistryStateChecks {
  /** What the debug mode of a node does. */
  readonly debugAllowed: boolean;
  readonly verifier: SignatureVerifier;
  readonly attestation: AttestationSettings;
  readonly epoch: Epoch;
}

/**
 * What is inconsistent in the registry at the end of a block, for the optional checks of the supplementary sanity application
 * (consensus-paratime §7): entities, runtimes and nodes are held to the rules for genesis, since any state may become one.
 */
export function* checkRegistryState(state: RegistryState, checks: RegistryStateChecks): Generator<string> {
  const parameters = state.parameters();
  const genesis = RegistryGenesis.make({
    parameters,
    entities: state.signedEntities(),
    runtimes: state.runtimes(),
    suspendedRuntimes: state.suspendedRuntimes(),
    nodes: state.signedNodes(),
  });
  const entities = new BytesMap<PublicKey, Entity>();
  yield* checkEntities(genesis, checks.verifier, entities);
  listAllNodes(state, entities);
  const runtimes = new GenesisRuntimes();
  yield* checkGenesisRuntimes(genesis, checks, runtimes);
  yield* checkGenesisNodes(genesis, {...checks, parameters, entities, runtimes}, new GenesisNodes());
}

/** Outside genesis a node may stay although its entity has taken it off its list. */
function listAllNodes(state: RegistryState, entities: BytesMap<PublicKey, Entity>): void {
  for (const {id, entityId} of state.nodes()) {
    const entity = entities.get(entityId);
    if (entity !== undefined) entities.set(entityId, {...entity, nodes: [...(entity.nodes ?? []), id]});
  }
}
