import {type Height, latestHeight} from "@oasis-node/primitives/epoch";
import type {Point} from "@oasis-node/primitives/pvss";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Api} from "@oasis-node/rpc/service";
import type {beaconService, consensusService, registryService} from "@oasis-node/rpc/services";
import {type PvssState, pvssRoundStates} from "@oasis-node/state-transition/beacon";
import {registryErrors} from "@oasis-node/state-transition/registry";
import type {RoundView} from "./roundStep.ts";

/** What the beacon worker asks of a node. */
export interface BeaconChain {
  readonly beacon: Pick<Api<typeof beaconService>, "consensusParameters" | "getPVSSState">;
  readonly registry: Pick<Api<typeof registryService>, "getNode">;
  readonly consensus: Pick<Api<typeof consensusService>, "watchBlocks">;
}

/**
 * Sees the round change. Only at the heights where it can is the state asked for: it has thousands of points, each of
 * which is checked when it is decoded.
 */
export class RoundWatch {
  readonly #chain: BeaconChain;
  /** Epochs come when told to, and rounds go on as soon as they can. */
  readonly #isMock: boolean;
  #nextChange = 0n;
  #seen = "";

  constructor(chain: BeaconChain, isMock: boolean) {
    this.#chain = chain;
    this.#isMock = isMock;
  }

  /** Whether the round may have changed in that block. */
  isDue(height: Height): boolean {
    return this.#isMock || height >= this.#nextChange;
  }

  /** The round, if it has changed since it was last asked; "none" when no round runs. */
  async change(signal: AbortSignal): Promise<RoundView | "none" | null> {
    const state = await this.#chain.beacon.getPVSSState(latestHeight, {signal});
    const now = state === null ? "none" : `${state.epoch} ${state.round} ${state.state}`;
    const isNew = now !== this.#seen;
    const view = isNew && state !== null ? await this.#view(state, signal) : "none";
    // Not before everything was answered, so that it is asked again otherwise.
    this.#seen = now;
    this.#nextChange = state === null ? 0n : changeAfter(state);
    return isNew ? view : null;
  }

  async #view(state: PvssState, signal: AbortSignal): Promise<RoundView> {
    if (state.state !== pvssRoundStates.commit) return {state, points: []};
    const points = (state.participants ?? []).map((id) => this.#point(id, signal));
    return {state, points: await Promise.all(points)};
  }

  async #point(id: PublicKey, signal: AbortSignal): Promise<Point | null> {
    try {
      const {beacon} = await this.#chain.registry.getNode({height: latestHeight, id}, {signal});
      return beacon?.point ?? null;
    } catch (error) {
      if (registryErrors.noSuchNode.is(error)) return null;
      throw error;
    }
  }
}

/** First height at which the round can be another (consensus-paratime §1.6.2). */
function changeAfter({state, commitDeadline, revealDeadline, transitionHeight}: PvssState): bigint {
  if (state === pvssRoundStates.commit) return commitDeadline;
  return state === pvssRoundStates.reveal ? revealDeadline : transitionHeight;
}
