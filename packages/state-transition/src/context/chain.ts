import type {Epoch, Height} from "@oasis-node/primitives/epoch";
import type {Quantity} from "@oasis-node/primitives/quantity";
import type {PublicKey, SignatureVerifier} from "@oasis-node/primitives/signature";
import type {ConsensusParameters} from "../consensus/index.ts";
import type {PendingUpgrade, UpgradeDescriptor} from "../upgrade/index.ts";

/** What an application may ask about the chain, beyond the tree it works on. */
export interface Chain {
  /** Lower-case hexadecimal hash of the genesis document. */
  readonly chainContext: string;
  readonly initialHeight: Height;
  /** Epoch at which the genesis document starts. */
  readonly baseEpoch: Epoch;
  /** Version of the state last committed; initial height − 1 before the first commit (consensus-core §1.2). */
  readonly blockHeight: Height;
  /** As cached at the last commit (consensus-core §3.1). */
  readonly consensusParameters: ConsensusParameters;
  /** GetCurrentEpoch: the invalid epoch in the whole first block, and the new one before the beacon has run (§1.10). */
  currentEpoch(): Epoch;
  /** Whether the epoch in the live tree differs from that committed at the last height; never in the first two blocks (§1.10). */
  epochChanged(): {readonly changed: boolean; readonly epoch: Epoch};
  /** Epoch at a height; for `blockHeight + 1` that of the live tree (§1.10). */
  epochAt(height: Height): Epoch;
  readonly verifier: SignatureVerifier;
  readonly node: NodeSettings;
  /** The node's own list of pending upgrades; absent when it keeps none. */
  readonly upgrades?: LocalUpgrades;
}

/** The node's own list of pending upgrades, as far as applications use it: what it answers never changes the state (consensus-core §7). */
export interface LocalUpgrades {
  /** Adds an upgrade. Throws errors of the module `upgrade`. */
  submit(descriptor: UpgradeDescriptor): void;
  /** Removes an upgrade that has not begun. Throws errors of the module `upgrade`. */
  cancel(descriptor: UpgradeDescriptor): void;
  find(descriptor: UpgradeDescriptor): PendingUpgrade | null;
}

/**
 * Settings of the node that runs the application. Prices and keys touch checks before blocks only. The debug gate and those of
 * attestations touch what blocks do, as in the reference: nodes that differ in them leave each other's chain.
 */
export interface NodeSettings {
  /** Least price of a unit of gas that this node takes transactions for. */
  readonly minGasPrice: Quantity;
  /** Key whose transactions this node takes at any price: its own. */
  readonly ownKey: PublicKey | null;
  /** Debug gates of the reference: unsafe genesis flags, mock attestations. */
  readonly debugAllowed: boolean;
  /** IAS attestations are taken unverified (`ias.debug_skip_verify`). */
  readonly skipAttestation: boolean;
  /** Enclaves in debug mode are taken, and no others (`ias.debug.allow_debug_enclaves`); not by default. */
  readonly debugEnclaves?: boolean;
  /** Enclaves signed with a key that everybody has are taken (`debug.allow_test_keys`); not by default. */
  readonly testSigners?: boolean;
}
