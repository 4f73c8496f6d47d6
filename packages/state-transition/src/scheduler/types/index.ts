import {bool, field, i64, int, map, omitEmpty, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Quantity} from "@oasis-node/primitives/quantity";
import {PublicKey} from "@oasis-node/primitives/signature";

/** A validator and its voting power, as queries answer. */
export const Validator = struct("scheduler.Validator", {id: PublicKey, votingPower: i64});
export type Validator = ValueOf<typeof Validator>;

/** Voting power by consensus key, state keys `61` and `62` (consensus-paratime §2.1). */
export const ValidatorPowers = map(PublicKey, i64);
export type ValidatorPowers = ValueOf<typeof ValidatorPowers>;

/** Consensus parameters of the scheduler, state key `63` (consensus-paratime §2.1). */
export const SchedulerParameters = struct("scheduler.ConsensusParameters", {
  minValidators: int,
  maxValidators: int,
  maxValidatorsPerEntity: int,
  debugBypassStake: omitEmpty(bool),
  rewardFactorEpochElectionAny: Quantity,
});
export type SchedulerParameters = ValueOf<typeof SchedulerParameters>;

/** Scheduler part of the genesis document (consensus-core §2.6). */
export const SchedulerGenesis = struct("scheduler.Genesis", {
  parameters: field("params", SchedulerParameters),
});
export type SchedulerGenesis = ValueOf<typeof SchedulerGenesis>;
