import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import {asHeight, type Epoch, type Height, invalidEpoch} from "@oasis-node/primitives/epoch";
import type {SignatureVerifier} from "@oasis-node/primitives/signature";
import {BeaconState} from "../beacon/state.ts";
import type {ConsensusParameters} from "../consensus/index.ts";
import type {Chain, LocalUpgrades, NodeSettings} from "../context/index.ts";
import type {ApplicationState} from "./applicationState.ts";

/** What stays the same as long as the application runs. */
export interface ChainConstants {
  readonly chainContext: string;
  readonly baseEpoch: Epoch;
  readonly verifier: SignatureVerifier;
  readonly node: NodeSettings;
  readonly upgrades: LocalUpgrades | null;
}

/** The chain as seen by those who work on one of its trees (consensus-core §1.10). */
export class LiveChain implements Chain {
  readonly chainContext: string;
  readonly baseEpoch: Epoch;
  readonly verifier: SignatureVerifier;
  readonly node: NodeSettings;
  readonly upgrades?: LocalUpgrades;
  readonly #state: ApplicationState;
  readonly #live: BeaconState;
  readonly #inGenesis: boolean;

  constructor(constants: ChainConstants, state: ApplicationState, tree: KeyValueTree, inGenesis = false) {
    this.chainContext = constants.chainContext;
    this.baseEpoch = constants.baseEpoch;
    this.verifier = constants.verifier;
    this.node = constants.node;
    if (constants.upgrades !== null) this.upgrades = constants.upgrades;
    this.#state = state;
    this.#live = new BeaconState(tree);
    this.#inGenesis = inGenesis;
  }

  get initialHeight(): Height {
    return this.#state.initialHeight;
  }

  get blockHeight(): Height {
    return asHeight(this.#state.root.version);
  }

  get consensusParameters(): ConsensusParameters {
    return this.#state.consensusParameters;
  }

  currentEpoch(): Epoch {
    const {lastHeight} = this.#state;
    if (lastHeight === 0n) return invalidEpoch;
    const future = this.#live.futureEpoch();
    return future?.height === lastHeight + 1n ? future.epoch : this.#live.epoch();
  }

  epochChanged(): {readonly changed: boolean; readonly epoch: Epoch} {
    const {lastHeight, initialHeight} = this.#state;
    if (lastHeight === 0n) return {changed: false, epoch: invalidEpoch};
    const epoch = this.#live.epoch();
    // No change is seen in the second block, for historic reasons.
    if (lastHeight === initialHeight) return {changed: false, epoch};
    return {changed: epoch !== this.#state.committedEpoch(lastHeight), epoch};
  }

  epochAt(height: Height): Epoch {
    const isLive = this.#inGenesis || height === this.blockHeight + 1n;
    return isLive ? this.#live.epoch() : this.#state.committedEpoch(height);
  }
}
