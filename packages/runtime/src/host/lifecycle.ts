/**
 * Where a hosted runtime stands (runtime-workers §2.5). `attempt` counts starts since it last ran for a while.
 */
export type LifecycleState =
  | {readonly kind: "idle"}
  | {readonly kind: "starting"; readonly attempt: number}
  /** Failed, until the next attempt. */
  | {readonly kind: "waiting"; readonly attempt: number}
  | {readonly kind: "running"; readonly attempt: number}
  /** Asked to give up what it is doing. */
  | {readonly kind: "aborting"; readonly attempt: number; readonly force: boolean}
  /** Being ended, or a start that is given up. */
  | {readonly kind: "ending"; readonly attempt: number; readonly next: "restart" | "delay" | "stop"}
  | {readonly kind: "stopped"};

export type LifecycleEvent =
  | {readonly kind: "start"}
  | {readonly kind: "started"}
  | {readonly kind: "failed"; readonly error: unknown}
  /** The process has ended, or the connection to it. */
  | {readonly kind: "lost"; readonly ranMs: number; readonly reason: string}
  /** Nothing is left of the process. */
  | {readonly kind: "gone"}
  | {readonly kind: "timer"}
  | {readonly kind: "abort"; readonly force: boolean}
  | {readonly kind: "abortAnswered"; readonly succeeded: boolean}
  | {readonly kind: "stop"};

export type LifecycleEffect =
  | {readonly kind: "spawn"; readonly attempt: number}
  /** Give up starting; `failed` or `started` follows. */
  | {readonly kind: "cancelSpawn"}
  /** `timer` follows. */
  | {readonly kind: "wait"; readonly attempt: number}
  | {readonly kind: "cancelWait"}
  /** `abortAnswered` follows. */
  | {readonly kind: "sendAbort"}
  /** `gone` follows. */
  | {readonly kind: "kill"}
  | {readonly kind: "tellStarted"}
  | {readonly kind: "tellFailed"; readonly error: unknown}
  | {readonly kind: "tellStopped"}
  /** The runtime does nothing any more of what was aborted. */
  | {readonly kind: "answerAborts"}
  | {readonly kind: "finish"};

export type Step = readonly [LifecycleState, readonly LifecycleEffect[]];

/**
 * A runtime that ran for less counts as one that failed: it is started again after a pause. The reference starts it at
 * once, however often it ends.
 */
export const stableMs = 5000;

/** What to do about an event. Events that come too late for their state change nothing. */
export function step(state: LifecycleState, event: LifecycleEvent): Step {
  switch (state.kind) {
    case "idle":
      if (event.kind === "start") return spawn(1);
      if (event.kind === "stop") return [{kind: "stopped"}, [{kind: "finish"}]];
      break;
    case "starting":
      return starting(state, event);
    case "waiting":
      if (event.kind === "timer") return spawn(state.attempt + 1);
      if (event.kind === "stop") return [{kind: "stopped"}, [{kind: "cancelWait"}, {kind: "finish"}]];
      break;
    case "running":
    case "aborting":
      return running(state, event);
    case "ending":
      return ending(state, event);
    case "stopped":
      break;
  }
  return [state, event.kind === "abort" ? [{kind: "answerAborts"}] : []];
}

function starting(state: LifecycleState & {kind: "starting"}, event: LifecycleEvent): Step {
  const {attempt} = state;
  switch (event.kind) {
    case "started":
      return [{kind: "running", attempt}, [{kind: "tellStarted"}]];
    case "failed":
      return [
        {kind: "waiting", attempt},
        [
          {kind: "tellFailed", error: event.error},
          {kind: "wait", attempt},
        ],
      ];
    case "stop":
      return [{kind: "ending", attempt, next: "stop"}, [{kind: "cancelSpawn"}]];
    case "abort":
      return [state, [{kind: "answerAborts"}]];
    default:
      return [state, []];
  }
}

function running(state: LifecycleState & {kind: "running" | "aborting"}, event: LifecycleEvent): Step {
  const {attempt} = state;
  switch (event.kind) {
    case "lost": {
      const next = event.ranMs < stableMs && state.kind === "running" ? "delay" : "restart";
      return [{kind: "ending", attempt, next}, [{kind: "kill"}]];
    }
    case "abort": {
      const force = event.force || (state.kind === "aborting" && state.force);
      return [{kind: "aborting", attempt, force}, state.kind === "running" ? [{kind: "sendAbort"}] : []];
    }
    case "abortAnswered":
      if (state.kind === "running") return [state, []];
      if (event.succeeded && !state.force) return [{kind: "running", attempt}, [{kind: "answerAborts"}]];
      return [{kind: "ending", attempt, next: "restart"}, [{kind: "kill"}]];
    case "stop":
      return [{kind: "ending", attempt, next: "stop"}, [{kind: "kill"}]];
    default:
      return [state, []];
  }
}

function ending(state: LifecycleState & {kind: "ending"}, event: LifecycleEvent): Step {
  const {attempt, next} = state;
  switch (event.kind) {
    case "stop":
      return [{kind: "ending", attempt, next: "stop"}, []];
    // A start that was given up has come to its end one way or the other.
    case "failed":
      return [{kind: "stopped"}, [{kind: "answerAborts"}, {kind: "finish"}]];
    case "started":
      return [state, [{kind: "kill"}]];
    case "gone":
      return gone(attempt, next);
    default:
      return [state, []];
  }
}

function gone(attempt: number, next: "restart" | "delay" | "stop"): Step {
  const told: readonly LifecycleEffect[] = [{kind: "tellStopped"}, {kind: "answerAborts"}];
  switch (next) {
    case "restart": {
      const [state, effects] = spawn(1);
      return [state, [...told, ...effects]];
    }
    case "delay":
      return [{kind: "waiting", attempt}, [...told, {kind: "wait", attempt}]];
    case "stop":
      return [{kind: "stopped"}, [...told, {kind: "finish"}]];
  }
}

function spawn(attempt: number): Step {
  return [{kind: "starting", attempt}, [{kind: "spawn", attempt}]];
}
