import type {Tree} from "@oasis-node/mkvs/tree";
import {stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {HmacDrbg} from "@oasis-node/primitives/drbg";
import {asEpoch, asHeight, invalidEpoch} from "@oasis-node/primitives/epoch";
import {
  type Dealer,
  newDealer,
  type PvssInstance,
  pointFromBytes,
  publicPoint,
  scalarFromBytes,
} from "@oasis-node/primitives/pvss";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {BeaconParameters, beaconApp, PvssCommit, PvssReveal, type PvssState} from "../../src/beacon/index.ts";
import {BeaconState} from "../../src/beacon/state.ts";
import {type BeginBlock, Context, freeGas, type Mode} from "../../src/context/index.ts";
import {consensusAddress} from "../../src/node/index.ts";
import {NodeStatus} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {SchedulerState} from "../../src/scheduler/state.ts";
import {slashReasons} from "../../src/stake/index.ts";
import {Account, StakingParameters} from "../../src/staking/index.ts";
import {StakingState} from "../../src/staking/state.ts";
import {contextFor, emptyState, register} from "../appContext.ts";
import {key} from "../support.ts";

/** Validators with a beacon key each, the strongest first. */
export const members = [1, 2, 3, 4].map((number) => {
  const bytes = new Uint8Array(32);
  bytes[31] = number;
  const scalar = scalarFromBytes(bytes);
  return {
    id: key(0x10 + number),
    entity: key(0xe0 + number),
    consensus: key(0x20 + number),
    power: 10n - BigInt(number),
    scalar,
    point: pointFromBytes(publicPoint(scalar)),
  };
});
export type Member = (typeof members)[number];

/** Commits are due 3 blocks after the beginning of a round, reveals 3 later, the epoch 2 later. */
export const pvssParameters = BeaconParameters.make({
  backend: "pvss",
  pvssParameters: {
    participants: 3,
    threshold: 2,
    commitInterval: 3n,
    revealInterval: 3n,
    transitionDelay: 2n,
    debugForcedParticipants: null,
  },
});

const penalty = {amount: 40n, freezeInterval: asEpoch(5n)};

/** A chain at epoch 1 with the four members as nodes and validators; offences cost 40 of 100 base units and 5 epochs. */
export function world(parameters: BeaconParameters = pvssParameters): Tree {
  const tree = emptyState();
  const state = new BeaconState(tree);
  state.setParameters(parameters);
  state.setEpoch(asEpoch(1n), asHeight(1n));
  const [staking, registry] = [new StakingState(tree), new RegistryState(tree)];
  const {beaconInvalidCommit, beaconInvalidReveal, beaconNonparticipation} = slashReasons;
  const reasons = [beaconInvalidCommit, beaconInvalidReveal, beaconNonparticipation];
  const slashing = new Map(reasons.map((reason) => [reason, penalty] as const));
  staking.setParameters(StakingParameters.make({slashing}));
  for (const {id, entity, consensus, point} of members) {
    register(tree, entity, [{id, consensus: {id: consensus, addresses: null}, beacon: {point}}]);
    registry.setNodeStatus(id, NodeStatus.make({electionEligibleAfter: invalidEpoch}));
    const account = Account.zero();
    account.escrow.active = {balance: 100n, totalShares: 100n};
    staking.setAccount(stakingAddress(entity), account);
  }
  const powers = members.map(({consensus, power}): [PublicKey, bigint] => [consensus, power]);
  new SchedulerState(tree).setCurrentValidators(new BytesMap(powers));
  return tree;
}

export interface BlockSituation {
  readonly height: bigint;
  readonly mode?: Mode;
  readonly proposer?: Member;
  readonly ownKey?: PublicKey;
}

/** A context whose epochs are those of the tree. */
export function at(tree: Tree, {height, mode = "beginBlock", proposer, ownKey}: BlockSituation): Context {
  const plain = contextFor({tree, height, mode});
  const epoch = (): ReturnType<BeaconState["epoch"]> => new BeaconState(tree).epoch();
  const block = {
    gas: freeGas,
    proposerAddress: proposer ? consensusAddress(proposer.consensus) : new Uint8Array(20),
    fees: 0n,
    proposerEntity: null,
    beaconFlags: new Set<string>(),
  };
  const node = {...plain.chain.node, ownKey: ownKey ?? null};
  const chain = {...plain.chain, epochAt: epoch, currentEpoch: epoch, node};
  return new Context({mode, tree, now: 0n, chain, block});
}

/** Begins a block with the beacon alone, and gives the context with its events. */
export function begin(tree: Tree, height: bigint, request: Partial<BeginBlock> = {}): Context {
  const context = at(tree, {height});
  beaconApp().beginBlock?.(context, {
    hash: new Uint8Array(32).fill(1),
    lastCommitHash: new Uint8Array(32).fill(2),
    proposerAddress: new Uint8Array(20),
    votes: [],
    misbehaviours: [],
    ...request,
  });
  return context;
}

/** Runs a raw transaction of a member in a block that it proposes. */
export function deliver(
  tree: Tree,
  height: bigint,
  member: Member,
  method: "beacon.PVSSCommit" | "beacon.PVSSReveal",
  body: Uint8Array | null,
): Context {
  const context = at(tree, {height, mode: "deliverTx", proposer: member});
  run(context, member, method, body);
  return context;
}

export function run(context: Context, member: Member, method: string, body: Uint8Array | null): void {
  context.signer = member.id;
  beaconApp().rawHandlers?.get(method)?.(context, body);
}

export function roundOf(tree: Tree): PvssState & {instance: PvssInstance} {
  const round = new BeaconState(tree).pvssState();
  if (round === null || round.instance === null) throw new TypeError("no round");
  return {...round, instance: round.instance};
}

/** A participant with its key, as its node knows itself; secrets are the same in every run. */
export function dealerOf(tree: Tree, member: Member): Dealer {
  const drbg = new HmacDrbg({entropy: new Uint8Array(32), personalization: member.id});
  return newDealer(roundOf(tree).instance, member.scalar, (length) => drbg.read(length));
}

export function commitBody(tree: Tree, commit: PvssCommit["commit"]): Uint8Array {
  const {epoch, round} = roundOf(tree);
  return encode(PvssCommit, {epoch, round, commit});
}

export function revealBody(tree: Tree, reveal: PvssReveal["reveal"]): Uint8Array {
  const {epoch, round} = roundOf(tree);
  return encode(PvssReveal, {epoch, round, reveal});
}

/** What is left of an entity's 100 base units. */
export function stakeOf(tree: Tree, {entity}: Member): bigint {
  return new StakingState(tree).account(stakingAddress(entity)).escrow.active.balance;
}

export function freezeEnd(tree: Tree, {id}: Member): bigint | undefined {
  return new RegistryState(tree).nodeStatus(id)?.freezeEndTime;
}
