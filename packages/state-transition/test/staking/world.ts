import {rootTypes} from "@oasis-node/mkvs/node";
import {type KeyValueTree, Tree} from "@oasis-node/mkvs/tree";
import {type Address, reservedAddresses, stakingAddress} from "@oasis-node/primitives/address";
import {equal, toHex} from "@oasis-node/primitives/bytes";
import {decode, type Schema} from "@oasis-node/primitives/cbor";
import {asEpoch, asGas, asHeight, type Gas} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {SignatureVerifier} from "@oasis-node/primitives/signature";
import {ConsensusParameters} from "../../src/consensus/index.ts";
import {
  type BlockContext,
  type Chain,
  Context,
  freeGas,
  LimitedGas,
  type Mode,
} from "../../src/context/index.ts";
import {
  AddEscrowEvent,
  AllowanceChangeEvent,
  BurnEvent,
  DebondingStartEscrowEvent,
  ReclaimEscrowEvent,
  StakingParameters,
  TakeEscrowEvent,
  TransferEvent,
} from "../../src/staking/index.ts";
import {StakingState} from "../../src/staking/state.ts";
import {key} from "../support.ts";

export const keys = {alice: key(1), bob: key(2), carol: key(3)} as const;

export const alice = stakingAddress(keys.alice);
export const bob = stakingAddress(keys.bob);
export const carol = stakingAddress(keys.carol);
export const {commonPool, feeAccumulator, governanceDeposits} = reservedAddresses;

const names: readonly (readonly [string, Address])[] = Object.entries({
  alice,
  bob,
  carol,
  commonPool,
  feeAccumulator,
  governanceDeposits,
});

export interface WorldOptions {
  readonly mode?: Mode;
  readonly parameters?: Partial<StakingParameters>;
  readonly caller?: Address;
  readonly signer?: PublicKey;
  readonly gasLimit?: bigint;
  /** Epoch in the live tree; that committed last is one less when it changed. */
  readonly epoch?: bigint;
  readonly epochChanged?: boolean;
  readonly isMessage?: boolean;
  readonly node?: Partial<Chain["node"]>;
}

export interface World {
  readonly context: Context;
  readonly block: BlockContext;
  readonly state: StakingState;
  readonly tree: WatchedTree;
}

/** A state with parameters and nothing else, seen by one transaction or hook of block 10. */
export function world(options: WorldOptions = {}): World {
  const tree = new WatchedTree();
  const block: BlockContext = {
    gas: freeGas,
    proposerAddress: new Uint8Array(20),
    fees: 0n,
    proposerEntity: null,
    beaconFlags: new Set(),
  };
  const mode = options.mode ?? "deliverTx";
  const contextOptions = {mode, tree, chain: chain(options), now: 0n, block};
  const context = new Context(contextOptions, options.isMessage ?? false);
  context.caller = options.caller ?? alice;
  context.signer = options.signer ?? keys.alice;
  context.gas = new LimitedGas(asGas(options.gasLimit ?? 1000n));
  const state = new StakingState(tree);
  state.setParameters(StakingParameters.make({gasCosts: new Map(), maxAllowances: 2, ...options.parameters}));
  tree.written.length = 0;
  return {context, block, state, tree};
}

function chain({epoch = 20n, epochChanged = false, node}: WorldOptions): Chain {
  const [live, committed] = [asEpoch(epoch), asEpoch(epochChanged ? epoch - 1n : epoch)];
  return {
    chainContext: "",
    initialHeight: asHeight(1n),
    baseEpoch: asEpoch(0n),
    blockHeight: asHeight(9n),
    consensusParameters: ConsensusParameters.zero(),
    currentEpoch: () => live,
    epochChanged: () => ({changed: epochChanged, epoch: live}),
    epochAt: (height) => (height > 9n ? live : committed),
    verifier: new SignatureVerifier(),
    node: {minGasPrice: 0n, ownKey: null, debugAllowed: false, skipAttestation: false, ...node},
  };
}

/** Gas costs by operation. */
export function costs(table: Readonly<Record<string, bigint>>): Map<string, Gas> {
  return new Map(Object.entries(table).map(([operation, cost]) => [operation, asGas(cost)]));
}

/** Gives accounts general balances. */
export function fund(state: StakingState, balances: readonly (readonly [Address, bigint])[]): void {
  for (const [address, balance] of balances) {
    const account = state.account(address);
    account.general.balance = balance;
    state.setAccount(address, account);
  }
}

/** Gives an account an active pool, all of whose shares belong to `delegator`. */
export function escrow(
  state: StakingState,
  address: Address,
  balance: bigint,
  {shares = balance, delegator = address}: {shares?: bigint; delegator?: Address} = {},
): void {
  const account = state.account(address);
  account.escrow.active = {balance, totalShares: shares};
  state.setAccount(address, account);
  state.setDelegation(delegator, address, {shares});
}

export const balanceOf = (state: StakingState, address: Address): bigint =>
  state.account(address).general.balance;

const eventTypes: Readonly<Record<string, Schema<object>>> = {
  transfer: TransferEvent,
  burn: BurnEvent,
  add_escrow: AddEscrowEvent,
  take_escrow: TakeEscrowEvent,
  debonding_start: DebondingStartEscrowEvent,
  reclaim_escrow: ReclaimEscrowEvent,
  allowance_change: AllowanceChangeEvent,
};

/** The events so far as texts, accounts by their names. */
export function eventsOf({events}: Context): string[] {
  return events.flatMap(({type, attributes}) =>
    attributes.map(({key: name, value}) => {
      const kind = Buffer.from(name).toString();
      const schema = eventTypes[kind];
      if (type !== "oasis-event-100_staking" || schema === undefined) return `${type} ${kind}`;
      const fields = Object.entries(decode(schema, value)).map(([field, one]) => `${field} ${shown(one)}`);
      return `${kind}: ${fields.join(", ")}`;
    }),
  );
}

function shown(value: unknown): string {
  if (!(value instanceof Uint8Array)) return String(value);
  return names.find(([, address]) => equal(address, value))?.[0] ?? toHex(value);
}

/** A tree in memory that remembers which keys were written, in order; removals with a minus. */
class WatchedTree implements KeyValueTree {
  readonly #tree = Tree.create({rootType: rootTypes.state});
  readonly written: string[] = [];

  get(at: Uint8Array): Uint8Array | null {
    return this.#tree.get(at);
  }

  insert(at: Uint8Array, value: Uint8Array): void {
    this.written.push(keyText(at));
    this.#tree.insert(at, value);
  }

  remove(at: Uint8Array): void {
    this.written.push(`-${keyText(at)}`);
    this.#tree.remove(at);
  }

  removeExisting(at: Uint8Array): Uint8Array | null {
    this.written.push(`-${keyText(at)}`);
    return this.#tree.removeExisting(at);
  }

  iterator(): ReturnType<KeyValueTree["iterator"]> {
    return this.#tree.iterator();
  }
}

/** Prefix byte and the accounts in the key, such as `53 alice bob`. */
function keyText(at: Uint8Array): string {
  let rest = toHex(at.subarray(1));
  for (const [name, address] of names) rest = rest.replaceAll(toHex(address), ` ${name} `);
  const words = rest.split(" ").filter((word) => word !== "");
  return [toHex(at.subarray(0, 1)), ...words.map((word) => word.replace(/^0+(?=.)/, ""))].join(" ");
}
