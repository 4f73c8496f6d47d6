import type {PublicKey} from "@oasis-node/primitives/signature";
import type {GasAccountant} from "./gas.ts";

/** What applications share within one block, dropped at its end (consensus-core §1.3). */
export interface BlockContext {
  /** Gas of the whole block; `freeGas` without a block limit. */
  readonly gas: GasAccountant;
  /** Consensus address of the proposer, 20 bytes. */
  readonly proposerAddress: Uint8Array;
  /** Fees collected so far, in base units. */
  fees: bigint;
  /** Entity of the proposer, known once staking has looked it up. */
  proposerEntity: PublicKey | null;
  /** Transactions of the beacon seen in this block, for its own accounting. */
  readonly beaconFlags: Set<string>;
}
