import type {Clock} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";
import type {Halt} from "@oasis-node/state-transition/application";
import type {Context} from "@oasis-node/state-transition/context";
import type {Document} from "@oasis-node/state-transition/genesis";
import type {UpgradeSchedule} from "@oasis-node/state-transition/upgrade";
import type {NodeIdentity} from "@oasis-node/worker/identity";
import type {GenesisGates} from "../genesis/index.ts";
import type {Lifecycle} from "../lifecycle/index.ts";

/** How a node keeps its chain. Durations in milliseconds. */
export interface ChainSettings {
  /** Where blocks and state are kept; null keeps them in memory. */
  readonly directory: string | null;
  readonly genesis: Document;
  readonly gates: GenesisGates;
  /** Least price of gas that others' transactions are taken for. */
  readonly minGasPrice: bigint;
  /** Versions of the state that are kept; null keeps all. */
  readonly keptVersions: bigint | null;
  /** Time between two looks whether a checkpoint is due; null makes none. */
  readonly checkpointInterval: number | null;
  /** Blocks of which one gets the supplementary checks of the whole state; null for none. */
  readonly sanityInterval: bigint | null;
  /** When a block is made: as soon as there is a transaction, or so long after the one before. */
  readonly blockTime: "instant" | number;
  /** Time after which a block without transactions is made; null for what the genesis document says. */
  readonly emptyBlockInterval: number | null;
}

/** What the chain of a node works with. */
export interface ChainSurroundings {
  readonly identity: NodeIdentity;
  readonly upgrades: UpgradeSchedule<Context>;
  readonly lifecycle: Lifecycle;
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
  readonly logger: Logger;
  /** Told when the chain is about to stop. */
  readonly onHalt: (halt: Halt) => void;
}
