import type {BeginBlock, Misbehaviour} from "../../src/context/index.ts";
import {consensusAddress} from "../../src/node/index.ts";
import {NodeStatus} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {stakingApp} from "../../src/staking/index.ts";
import {register} from "../appContext.ts";
import {key} from "../support.ts";
import {keys, type World, type WorldOptions, world} from "./world.ts";

/** Nodes of alice and bob by their names, and one that nobody knows. */
export const nodes = {
  alice: {id: key(0x11), consensus: key(0x21), entity: keys.alice},
  bob: {id: key(0x12), consensus: key(0x22), entity: keys.bob},
} as const;
export const unknown = consensusAddress(key(0x2f));

/** A world in which alice and bob have a validator each. */
export function validators(options: WorldOptions): World {
  const made = world(options);
  for (const {id, consensus, entity} of Object.values(nodes))
    register(made.tree, entity, [{id, consensus: {id: consensus, addresses: null}}]);
  for (const {id} of Object.values(nodes)) new RegistryState(made.tree).setNodeStatus(id, NodeStatus.zero());
  made.tree.written.length = 0;
  return made;
}

/** Begins a block on the last one, of which these are the votes: signed, or not. */
export function begin(
  {context}: World,
  proposer: Uint8Array,
  votes: readonly [Uint8Array, boolean][],
  misbehaviours: Misbehaviour[] = [],
): void {
  const request: BeginBlock = {
    hash: new Uint8Array(32),
    lastCommitHash: new Uint8Array(32),
    proposerAddress: proposer,
    votes: votes.map(([address, signedLastBlock]) => ({address, power: 1n, signedLastBlock})),
    misbehaviours,
  };
  stakingApp().beginBlock?.(context, request);
}

export const ofAlice = consensusAddress(nodes.alice.consensus);
export const ofBob = consensusAddress(nodes.bob.consensus);
