import {invalidEpoch} from "@oasis-node/primitives/epoch";
import {
  type BeaconGenesis,
  type BeaconParameters,
  beaconBackends,
  type PvssParameters,
} from "./types/parameters.ts";

const maxParticipants = 2 ** 31 - 1;

export interface BeaconGenesisChecks {
  /** Accepts debug flags among the parameters. */
  readonly debugAllowed: boolean;
}

/** What is wrong with the beacon part of a genesis document by itself (consensus-core §2.7), in the reference's order. */
export function* checkBeaconGenesis(
  {base, parameters}: BeaconGenesis,
  {debugAllowed}: BeaconGenesisChecks,
): Generator<string> {
  for (const problem of backendProblems(parameters, debugAllowed)) {
    yield `beacon: sanity check failed: ${problem}`;
  }
  if ((parameters.debugMockBackend || parameters.debugDeterministic) && !debugAllowed) {
    yield "beacon: sanity check failed: one or more unsafe debug flags set";
  }
  if (base === invalidEpoch) yield "beacon: sanity check failed: starting epoch is invalid";
}

function* backendProblems(parameters: BeaconParameters, debugAllowed: boolean): Generator<string> {
  const {backend, debugMockBackend, insecureParameters, pvssParameters} = parameters;
  if (backend === beaconBackends.insecure) {
    if (insecureParameters === null) yield "insecure backend not configured";
    else if (insecureParameters.interval <= 0n && !debugMockBackend) yield "epoch interval must be > 0";
  } else if (backend === beaconBackends.pvss) {
    if (pvssParameters === null) yield "PVSS backend not configured";
    else yield* pvssProblems(pvssParameters, debugAllowed);
  } else {
    yield `unknown backend: '${backend}'`;
  }
}

function* pvssProblems(parameters: PvssParameters, debugAllowed: boolean): Generator<string> {
  const {participants, threshold, commitInterval, revealInterval, transitionDelay} = parameters;
  if (participants <= 1) yield "PVSS participants must be > 1";
  if (participants > maxParticipants) yield `PVSS participants must be < ${maxParticipants}`;
  if (threshold <= 1 || threshold > participants) yield "PVSS threshold must be > 1 and <= participants";
  if (commitInterval <= 0n) yield "PVSS commit interval must be > 0";
  if (revealInterval <= 0n) yield "PVSS reveal interval must be > 0";
  if (transitionDelay <= 0n) yield "PVSS transition delay must be > 0";
  if ((parameters.debugForcedParticipants?.length ?? 0) > 0 && !debugAllowed) {
    yield "PVSS forced participants set";
  }
}
