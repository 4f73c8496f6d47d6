import {BytesMap, toBase64, toHex} from "@oasis-node/primitives/bytes";
import type {Epoch} from "@oasis-node/primitives/epoch";
import type {PublicKey, SignatureVerifier} from "@oasis-node/primitives/signature";
import {attempt} from "../../attempt/index.ts";
import type {Entity} from "../../entity/index.ts";
import type {StakingGenesis, StakingParameters} from "../../staking/index.ts";
import type {AttestationSettings} from "../attestation/verifyTee.ts";
import {registryErrors} from "../errors.ts";
import type {RegistryGenesis} from "../types/genesis.ts";
import type {RegistryParameters} from "../types/parameters.ts";
import type {Runtime} from "../types/runtime.ts";
import {verifyEntity} from "../verify/verifyEntity.ts";
import {checkGenesisNodes, GenesisNodes} from "./nodes.ts";
import {checkGenesisRuntimes, GenesisRuntimes} from "./runtimes.ts";
import {checkGenesisStake} from "./stake.ts";

const failed = "registry: sanity check failed";

export interface RegistryGenesisChecks {
  /** Accepts the debug flags among the parameters, and what the debug mode of a node does. */
  readonly debugAllowed: boolean;
  readonly verifier: SignatureVerifier;
  /** At the time of the document. */
  readonly attestation: AttestationSettings;
  /** Epoch at which the document starts. */
  readonly baseEpoch: Epoch;
  /** Accounts of the staking part. */
  readonly ledger: StakingGenesis["ledger"];
  /** Global thresholds of the staking part. */
  readonly thresholds: StakingParameters["thresholds"];
  /** Keys that the document itself puts on the blacklist. */
  readonly publicKeyBlacklist: readonly PublicKey[] | null;
}

/** What is wrong with the registry part of a genesis document (consensus-core §2.7), in the reference's order. */
export function* checkRegistryGenesis(
  genesis: RegistryGenesis,
  checks: RegistryGenesisChecks,
): Generator<string> {
  const {parameters} = genesis;
  if (!checks.debugAllowed) yield* checkParameters(parameters);
  const entities = new BytesMap<PublicKey, Entity>();
  yield* checkEntities(genesis, checks.verifier, entities);
  const runtimes = new GenesisRuntimes();
  yield* checkGenesisRuntimes(genesis, checks, runtimes);
  const nodes = new GenesisNodes();
  const nodeChecks = {...checks, epoch: checks.baseEpoch, parameters, entities, runtimes};
  yield* checkGenesisNodes(genesis, nodeChecks, nodes);
  yield* checkBlacklist(checks.publicKeyBlacklist ?? [], [...entities.keys()], runtimes.all, nodes);
  if (!parameters.debugBypassStake)
    yield* checkGenesisStake({
      ...checks,
      entities: [...entities.keys()],
      nodes: nodes.all,
      runtimes: runtimes.all,
    });
}

function* checkParameters(parameters: RegistryParameters): Generator<string> {
  if (parameters.debugAllowUnroutableAddresses || parameters.debugBypassStake)
    yield `${failed}: one or more unsafe debug flags set`;
  if (parameters.maxNodeExpiration === 0n) yield `${failed}: maximum node expiration not specified`;
}

/** Puts the entities whose descriptors are good into `found`; of two with one key the later. */
export function* checkEntities(
  {entities}: RegistryGenesis,
  verifier: SignatureVerifier,
  found: BytesMap<PublicKey, Entity>,
): Generator<string> {
  for (const signed of entities ?? []) {
    const entity = attempt(() => {
      if (signed === null) throw registryErrors.invalidArgument();
      return verifyEntity(verifier, signed, {strict: false});
    });
    if (entity.ok) found.set(entity.value.id, entity.value);
    else yield `entity sanity check failed: ${entity.problem}`;
  }
}

function* checkBlacklist(
  blacklist: readonly PublicKey[],
  entities: readonly PublicKey[],
  runtimes: readonly Runtime[],
  nodes: GenesisNodes,
): Generator<string> {
  const blacklisted = new BytesMap<PublicKey, true>(blacklist.map((key) => [key, true]));
  for (const key of entities) {
    if (blacklisted.has(key)) yield `${failed}: entity public key blacklisted: '${toBase64(key)}'`;
  }
  for (const {id, entityId} of runtimes) {
    if (blacklisted.has(entityId))
      yield `${failed}: runtime '${toHex(id)}' owned by blacklisted entity: '${toBase64(entityId)}'`;
  }
  for (const key of blacklisted.keys()) {
    const node = nodes.nodeBySubkey(key);
    if (node !== null)
      yield `${failed}: node '${toBase64(node.id)}' uses blacklisted key: '${toBase64(key)}'`;
  }
}
