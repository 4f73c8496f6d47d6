import type {Epoch} from "@oasis-node/primitives/epoch";

/** How long the registration worker lives. */
type RegistrationPhase =
  /** The consensus layer has not caught up yet. */
  | "syncing"
  /** It registers and renews. */
  | "active"
  /** It renews no more and waits until the registry has dropped the node. */
  | "leaving"
  /** The registry has dropped the node. */
  | "gone";

/** All that decides what the registration worker does next (runtime-workers §4.1). */
export interface RegistrationState {
  readonly phase: RegistrationPhase;
  /** Null until the first one is heard of. */
  readonly epoch: Epoch | null;
  /** Something has happened that asks for a registration. */
  readonly isTriggered: boolean;
  readonly isAttempting: boolean;
  readonly isRotating: boolean;
  /** Nothing has been registered yet: the worker goes on trying. */
  readonly isFirst: boolean;
  /** The next of the first attempts comes by itself. */
  readonly isRetryPlanned: boolean;
  /** The last attempt found too little stake. */
  readonly isShort: boolean;
  /** Epochs between changes of TLS keys; 0 for never. */
  readonly rotateEvery: bigint;
  /** Registration with the current TLS keys is still to come: they stay until then. */
  readonly isRotationPending: boolean;
  /** Epoch of the first registration with the current TLS keys. */
  readonly lastRotation: bigint;
}

/** How an attempt to register ended. */
export type AttemptResult =
  | "registered"
  /** The entity is not there or does not name the node: nothing was tried. */
  | "deferred"
  /** The entity's escrow does not cover what would be claimed. */
  | "short"
  | "failed";

export type RegistrationEvent =
  | {readonly kind: "synced"}
  | {readonly kind: "epoch"; readonly epoch: Epoch}
  /** The entity, a role provider, or anything that may have gone by unheard. */
  | {readonly kind: "changed"}
  /** There is more stake on the entity's escrow. */
  | {readonly kind: "staked"}
  /** A wait between first attempts is over. */
  | {readonly kind: "retry"}
  | {readonly kind: "rotated"; readonly success: boolean}
  | {readonly kind: "attempted"; readonly result: AttemptResult; readonly epoch: Epoch}
  | {readonly kind: "deregister"}
  | {readonly kind: "departed"};

export type RegistrationEffect =
  | {readonly kind: "follow"}
  | {readonly kind: "attempt"; readonly epoch: Epoch}
  | {readonly kind: "retryLater"}
  | {readonly kind: "rotateTls"; readonly epoch: Epoch}
  | {readonly kind: "watchStake"; readonly on: boolean}
  | {readonly kind: "report"; readonly registered: boolean}
  /** Stop everything that could still register, then wait for the registry to drop the node. */
  | {readonly kind: "leave"}
  | {readonly kind: "stopped"};

/** State after an event, and what it makes the worker do, in order. */
export type RegistrationStep = readonly [state: RegistrationState, effects: readonly RegistrationEffect[]];

/** The state at the start. `rotateEvery` is 0 for a node that cannot rotate. */
export function initialRegistration(rotateEvery: bigint): RegistrationState {
  return {
    phase: "syncing",
    epoch: null,
    isTriggered: false,
    isAttempting: false,
    isRotating: false,
    isFirst: true,
    isRetryPlanned: false,
    isShort: false,
    rotateEvery,
    isRotationPending: true,
    lastRotation: 0n,
  };
}

export function registrationStep(state: RegistrationState, event: RegistrationEvent): RegistrationStep {
  if (event.kind === "departed") return departed(state);
  if (event.kind === "deregister") return leave(state);
  if (event.kind === "synced") return synced(state);
  if (state.phase !== "active") return [state, []];
  switch (event.kind) {
    case "epoch":
      return epochChanged(state, event.epoch);
    case "changed":
      return proceed({...state, isTriggered: true});
    case "staked":
      return proceed({...state, isTriggered: state.isTriggered || state.isShort});
    case "retry":
      return proceed({
        ...state,
        isRetryPlanned: false,
        isTriggered: state.isTriggered || state.isFirst,
      });
    case "rotated":
      return proceed({...state, isRotating: false, isRotationPending: event.success});
    case "attempted":
      return attempted(state, event.result, event.epoch);
  }
}

function synced(state: RegistrationState): RegistrationStep {
  return state.phase === "syncing" ? [{...state, phase: "active"}, [{kind: "follow"}]] : [state, []];
}

/** A new epoch asks for a renewal, with other TLS keys when it is time for them. */
function epochChanged(state: RegistrationState, epoch: Epoch): RegistrationStep {
  if (epoch === state.epoch) return [state, []];
  const {rotateEvery, isRotationPending, lastRotation, isRotating} = state;
  const isDue = rotateEvery !== 0n && !isRotationPending && epoch - lastRotation >= rotateEvery;
  const next = {...state, epoch, isTriggered: true};
  if (!isDue || isRotating) return proceed(next);
  return [{...next, isRotating: true}, [{kind: "rotateTls", epoch}]];
}

/** One attempt at a time; what happens meanwhile makes for one more after it. */
function proceed(state: RegistrationState): RegistrationStep {
  const {epoch, isTriggered, isAttempting, isRotating} = state;
  if (!isTriggered || isAttempting || isRotating || epoch === null) return [state, []];
  return [{...state, isTriggered: false, isAttempting: true}, [{kind: "attempt", epoch}]];
}

function attempted(state: RegistrationState, result: AttemptResult, epoch: Epoch): RegistrationStep {
  const isShort = result === "short";
  const ended = {...state, isAttempting: false, isShort};
  const effects: RegistrationEffect[] = [];
  if (result !== "deferred") effects.push({kind: "report", registered: result === "registered"});
  if (isShort !== state.isShort) effects.push({kind: "watchStake", on: isShort});
  if (result === "registered") {
    // Only keys that others have been told of may be replaced by the next ones.
    const rotation = state.isRotationPending ? {isRotationPending: false, lastRotation: epoch} : {};
    return after(effects, proceed({...ended, ...rotation, isFirst: false}));
  }
  // Where nothing was tried there is nothing to try again; later registrations are tried once for each reason to.
  const isRetried = result !== "deferred" && state.isFirst;
  if (isRetried && !state.isRetryPlanned) effects.push({kind: "retryLater"});
  return after(effects, proceed({...ended, isRetryPlanned: state.isRetryPlanned || isRetried}));
}

function leave(state: RegistrationState): RegistrationStep {
  if (state.phase === "leaving" || state.phase === "gone") return [state, []];
  return [{...state, phase: "leaving"}, [{kind: "leave"}]];
}

function departed(state: RegistrationState): RegistrationStep {
  if (state.phase !== "leaving") return [state, []];
  return [{...state, phase: "gone"}, [{kind: "report", registered: false}, {kind: "stopped"}]];
}

function after(effects: readonly RegistrationEffect[], [state, more]: RegistrationStep): RegistrationStep {
  return [state, [...effects, ...more]];
}
