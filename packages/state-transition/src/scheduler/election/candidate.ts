import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import type {BytesMap} from "@oasis-node/primitives/bytes";
import type {Quantity} from "@oasis-node/primitives/quantity";
import type {Node} from "../../node/index.ts";

/** A node that may be elected, and the account of its entity. */
export interface Candidate {
  readonly node: Node;
  readonly entity: Address;
}

export function candidateOf(node: Node): Candidate {
  return {node, entity: stakingAddress(node.entityId)};
}

/** Stake of entities as it is when the election begins. */
export interface ElectionStake {
  /** Whether the active stake of an account covers all that is claimed on it. */
  coversClaims(address: Address): boolean;
  /** Active stake of an account in base units. */
  balance(address: Address): Quantity;
}

/** Accounts of entities. */
export type EntitySet = BytesMap<Address, true>;
