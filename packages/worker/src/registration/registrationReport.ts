import {zeroTime} from "@oasis-node/primitives/cbor";
import type {Epoch} from "@oasis-node/primitives/epoch";
import type {Node} from "@oasis-node/state-transition/node";
import type {NodeStatus} from "@oasis-node/state-transition/registry";
import {stakingErrors} from "@oasis-node/state-transition/staking";
import type {Surroundings} from "../tasks/index.ts";
import type {StakeRequirements} from "./stakeRequirements.ts";

export interface RegistrationMetrics {
  /** `oasis_worker_node_registered`: 1 or 0. */
  readonly registered: {set(value: number): void};
}

/** How the registration stands (cli-config-grpc §4, `registration`). */
export interface RegistrationStatus {
  /** Nanoseconds since 1970; Go's zero time if never. */
  readonly lastRegistration: bigint;
  /** What was registered; null if nothing was. */
  readonly descriptor: Node | null;
  readonly nodeStatus: NodeStatus | null;
  /** Which claim lacks how much, as long as the entity's escrow does not cover the registration. */
  readonly stake: StakeRequirements | null;
}

/** Keeps and tells how the registration stands. */
export class RegistrationReport {
  readonly #surroundings: Surroundings;
  readonly #metrics: RegistrationMetrics | undefined;
  #lastRegistration = zeroTime;
  #descriptor: Node | null = null;
  #stake: StakeRequirements | null = null;
  #told = "";

  constructor(surroundings: Surroundings, metrics: RegistrationMetrics | undefined) {
    this.#surroundings = surroundings;
    this.#metrics = metrics;
  }

  get descriptor(): Node | null {
    return this.#descriptor;
  }

  status(nodeStatus: NodeStatus | null): RegistrationStatus {
    return {
      lastRegistration: this.#lastRegistration,
      descriptor: this.#descriptor,
      nodeStatus,
      stake: this.#stake,
    };
  }

  setGauge(isRegistered: boolean): void {
    this.#metrics?.registered.set(isRegistered ? 1 : 0);
  }

  registered(descriptor: Node): void {
    this.#lastRegistration = this.#surroundings.clock.now();
    this.#descriptor = descriptor;
    this.#stake = null;
    this.#told = "";
  }

  failed(error: unknown): void {
    const text = this.#descriptor === null ? "failed to register node" : "failed to re-register node";
    this.#surroundings.logger.error(text, {err: error});
  }

  /** Tells what is missing: once in an epoch, and when it changes. */
  short(stake: StakeRequirements, epoch: Epoch, address: string): void {
    this.#stake = stake;
    const lacking = stake.rows
      .filter(({missing}) => missing > 0n)
      .map(({claim, need, have, missing}) => `${claim} (need: ${need} have: ${have} missing: ${missing})`)
      .join(", ");
    const said = `${epoch} ${lacking}`;
    if (said === this.#told) return;
    this.#told = said;
    const {need, have, missing} = stake.total;
    this.#surroundings.logger.error("failed to register node", {
      err: stakingErrors.insufficientStake(),
      address,
      claims: lacking,
      need,
      have,
      missing,
      hint: "the node registers by itself as soon as the missing stake is in the entity's escrow",
    });
  }
}
