import {stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import type {Quantity} from "@oasis-node/primitives/quantity";
import {isPublicKey, type PublicKey} from "@oasis-node/primitives/signature";
import {type Context, HaltError, type Validator} from "../context/index.ts";
import {hasRoles, type Node, nodeRoles} from "../node/index.ts";
import {RegistryState} from "../registry/state.ts";
import {StakingState} from "../staking/state.ts";
import {checkTotalSupply} from "./checkGenesis.ts";
import {SchedulerState} from "./state.ts";
import type {SchedulerGenesis, SchedulerParameters} from "./types/index.ts";
import {votingPower} from "./votingPower.ts";

/** What the scheduler needs at genesis beside its own part of the document. */
export interface SchedulerInit {
  /** Validators with which the engine starts. */
  readonly validators: readonly Validator[];
  /** In base units. */
  readonly totalSupply: Quantity;
}

/**
 * Stores parameters and the first validators, which must be those that the state gives: accounts and nodes have been
 * stored before (consensus-paratime §2.1). Throws `HaltError`, or `VotingPowerError` for stake beyond what votes express.
 */
export function initScheduler(
  {tree}: Context,
  {parameters}: SchedulerGenesis,
  {validators, totalSupply}: SchedulerInit,
): void {
  const state = new SchedulerState(tree);
  state.setParameters(parameters);
  const {minValidators, maxValidators, maxValidatorsPerEntity} = parameters;
  for (const [name, value] of Object.entries({minValidators, maxValidators, maxValidatorsPerEntity})) {
    if (value <= 0n) throw refusal(`${name} not configured`, {value});
  }
  const nodes = validatorNodes(new RegistryState(tree));
  const staking = new StakingState(tree);
  const powers = new BytesMap<PublicKey, bigint>();
  for (const {publicKey, power} of validators) {
    const node = isPublicKey(publicKey) ? nodes.get(publicKey) : undefined;
    if (node === undefined) throw refusal("genesis validator not in registry", {publicKey});
    const expected = expectedPower(node, staking, parameters);
    if (power !== expected) throw refusal("genesis validator has wrong power", {publicKey, power, expected});
    powers.set(node.consensus.id, power);
  }
  state.setCurrentValidators(powers);
  if (parameters.debugBypassStake) return;
  for (const problem of checkTotalSupply(totalSupply)) throw refusal(problem, {totalSupply});
}

/** The scheduler's part of a genesis document that goes on from this state (consensus-core §8.2). */
export function exportScheduler(state: SchedulerState): SchedulerGenesis {
  return {parameters: state.parameters()};
}

/** Nodes with the role of a validator by consensus key. */
function validatorNodes(registry: RegistryState): BytesMap<PublicKey, Node> {
  const nodes = registry.nodes().filter(({roles}) => hasRoles(roles, nodeRoles.validator));
  return new BytesMap(nodes.map((node) => [node.consensus.id, node] as const));
}

function expectedPower(
  {entityId}: Node,
  staking: StakingState,
  {debugBypassStake}: SchedulerParameters,
): bigint {
  if (debugBypassStake) return 1n;
  return votingPower(staking.account(stakingAddress(entityId)).escrow.active.balance);
}

function refusal(problem: string, details: Readonly<Record<string, unknown>>): HaltError {
  return new HaltError("initChain", `scheduler: ${problem}`, {details});
}
