import type {Quantity} from "@oasis-node/primitives/quantity";
import {attempt} from "../attempt/index.ts";
import type {SchedulerGenesis} from "./types/index.ts";
import {votingPower} from "./votingPower.ts";

/** What all engines bear: Tendermint's own limit. */
const maxTotalVotingPower = (2n ** 63n - 1n) / 8n;

export interface SchedulerGenesisChecks {
  /** Accepts the debug flag among the parameters. */
  readonly debugAllowed: boolean;
  /** Of the staking part, in base units. */
  readonly totalSupply: Quantity;
}

/** What is wrong with the scheduler part of a genesis document (consensus-core §2.7), in the reference's order. */
export function* checkSchedulerGenesis(
  {parameters}: SchedulerGenesis,
  {debugAllowed, totalSupply}: SchedulerGenesisChecks,
): Generator<string> {
  if (!parameters.debugBypassStake) yield* checkTotalSupply(totalSupply);
  else if (!debugAllowed) yield "scheduler: sanity check failed: one or more unsafe debug flags set";
}

export function* checkTotalSupply(totalSupply: Quantity): Generator<string> {
  const power = attempt(() => votingPower(totalSupply));
  if (!power.ok)
    yield `scheduler: sanity check failed: total supply would break voting power computation: ${power.problem}`;
  else if (power.value > maxTotalVotingPower)
    yield `init chain: total supply power ${power.value} exceeds Tendermint voting power limit ${maxTotalVotingPower}`;
}
