export {
  Committee,
  CommitteeKind,
  CommitteeNode,
  CommitteeRole,
  committeeKinds,
  committeeRoles,
} from "../committee/index.ts";
export {schedulerApp} from "./app.ts";
export {checkSchedulerGenesis} from "./checkGenesis.ts";
export {
  type Candidate,
  candidateOf,
  type ElectionStake,
  type EntitySet,
} from "./election/candidate.ts";
export {
  type CommitteeElection,
  type ElectedCommittee,
  electCommittee,
  hasCommittee,
} from "./election/committee.ts";
export {ElectionError} from "./election/electionError.ts";
export type {AttestationCheck} from "./election/suitability.ts";
export {
  type ElectedValidators,
  electValidators,
  requireValidators,
  type ValidatorElection,
} from "./election/validators.ts";
export {validatorUpdates} from "./election/validatorUpdates.ts";
export {schedulerAppName, schedulerEvents} from "./events.ts";
export {exportScheduler, initScheduler, type SchedulerInit} from "./genesis.ts";
export {schedulerKeys} from "./keys.ts";
export {schedulerQueries} from "./queries.ts";
export {SchedulerState} from "./state.ts";
export {SchedulerGenesis, SchedulerParameters, Validator, ValidatorPowers} from "./types/index.ts";
export {VotingPowerError, votingPower} from "./votingPower.ts";
