/** Rounds that may be on their way at the same time. */
export const maxInFlightRounds = 100;

/** Behind by fewer rounds than this, the node offers its storage. */
const availableBelow = 10n;
/** Behind by more rounds than this, the node takes the offer back. */
const unavailableAbove = 15n;

/** The roots of a round, in the order of block headers. */
const rootKinds = ["io", "state"] as const;
export type RootKind = (typeof rootKinds)[number];

/**
 * Where a root stands: `waiting` to be asked for, being fetched, fetched and waiting for its turn, being applied, or there.
 * What failed waits for the next block or heartbeat.
 */
type RootProgress = "waiting" | "fetching" | "fetched" | "applying" | "applied";
type RoundProgress = Readonly<Record<RootKind, RootProgress>>;

/**
 * How far the storage of a runtime is. Rounds are plain numbers here: before the first block of a runtime that starts at
 * round 0 the last round is -1.
 */
export interface SyncState {
  /** Last round whose roots have been applied. */
  readonly applied: bigint;
  /** Last round that has been finalised. */
  readonly finalized: bigint;
  /** Round of the latest block; null before the first. */
  readonly latest: bigint | null;
  /** Rounds after `applied` that are on their way. */
  readonly rounds: ReadonlyMap<bigint, RoundProgress>;
  readonly finalizing: boolean;
  readonly available: boolean;
}

export type SyncEvent =
  | {readonly kind: "block"; readonly round: bigint}
  | {readonly kind: "heartbeat"}
  | {
      readonly kind: "fetched" | "applied";
      readonly round: bigint;
      readonly root: RootKind;
      readonly ok: boolean;
    }
  | {readonly kind: "finalized"; readonly round: bigint};

export type SyncEffect =
  | {readonly kind: "fetch" | "apply"; readonly round: bigint; readonly root: RootKind}
  | {readonly kind: "finalize"; readonly round: bigint}
  | {readonly kind: "available" | "unavailable"};

/** The state of a worker whose storage is final up to a round. */
export function initialSync(finalized: bigint): SyncState {
  return {
    applied: finalized,
    finalized,
    latest: null,
    rounds: new Map(),
    finalizing: false,
    available: false,
  };
}

/** One step of the sync worker (runtime-workers §4.5.4). */
export function syncStep(state: SyncState, event: SyncEvent): readonly [SyncState, readonly SyncEffect[]] {
  const draft = new Draft(taken(state, event));
  if (event.kind === "block" || event.kind === "finalized") draft.nudgeAvailability();
  if (event.kind === "block" || event.kind === "heartbeat") draft.fetchRounds(true);
  draft.applyNext();
  if (event.kind === "applied") draft.fetchRounds(false);
  draft.finalizeNext();
  return [draft.state, draft.effects];
}

/** The state once the event is known. */
function taken(state: SyncState, event: SyncEvent): SyncState {
  switch (event.kind) {
    case "heartbeat":
      return state;
    case "block":
      return {...state, latest: maximum(state.latest ?? event.round, event.round)};
    case "finalized":
      return {...state, finalized: event.round, finalizing: false};
    case "fetched":
      return withRoot(state, event.round, event.root, event.ok ? "fetched" : "waiting");
    case "applied":
      return withoutDone(withRoot(state, event.round, event.root, event.ok ? "applied" : "waiting"));
  }
}

class Draft {
  state: SyncState;
  readonly effects: SyncEffect[] = [];

  constructor(state: SyncState) {
    this.state = state;
  }

  /** Asks for what is missing; `again` also for what failed. */
  fetchRounds(again: boolean): void {
    const {applied, latest} = this.state;
    if (latest === null) return;
    for (let round = applied + 1n; round <= latest; round++) {
      const known = this.state.rounds.get(round);
      if (known === undefined && this.state.rounds.size >= maxInFlightRounds) return;
      if (known === undefined || again) this.#fetchRoots(round, known ?? newRound);
    }
  }

  /** Changes are made in the order of rounds, one at a time. */
  applyNext(): void {
    const round = this.state.applied + 1n;
    const progress = this.state.rounds.get(round);
    if (progress === undefined || rootKinds.some((root) => progress[root] === "applying")) return;
    const root = rootKinds.find((kind) => progress[kind] === "fetched");
    if (root === undefined) return;
    this.state = withRoot(this.state, round, root, "applying");
    this.effects.push({kind: "apply", round, root});
  }

  finalizeNext(): void {
    const {applied, finalized, finalizing} = this.state;
    if (finalizing || finalized >= applied) return;
    this.state = {...this.state, finalizing: true};
    this.effects.push({kind: "finalize", round: finalized + 1n});
  }

  nudgeAvailability(): void {
    const {latest, finalized, available} = this.state;
    if (latest === null) return;
    const lag = latest - finalized;
    const isNow = available ? lag <= unavailableAbove : lag < availableBelow;
    if (isNow === available) return;
    this.state = {...this.state, available: isNow};
    this.effects.push({kind: isNow ? "available" : "unavailable"});
  }

  #fetchRoots(round: bigint, progress: RoundProgress): void {
    let next = progress;
    for (const root of rootKinds) {
      if (next[root] !== "waiting") continue;
      next = {...next, [root]: "fetching"};
      this.effects.push({kind: "fetch", round, root});
    }
    if (next !== progress) this.state = withRound(this.state, round, next);
  }
}

const newRound: RoundProgress = {io: "waiting", state: "waiting"};

function withRound(state: SyncState, round: bigint, progress: RoundProgress): SyncState {
  return {...state, rounds: new Map(state.rounds).set(round, progress)};
}

function withRoot(state: SyncState, round: bigint, root: RootKind, to: RootProgress): SyncState {
  const progress = state.rounds.get(round);
  return progress === undefined ? state : withRound(state, round, {...progress, [root]: to});
}

/** Lets go of the round after the last applied one when all its roots are there. */
function withoutDone(state: SyncState): SyncState {
  const round = state.applied + 1n;
  const progress = state.rounds.get(round);
  if (progress === undefined || rootKinds.some((root) => progress[root] !== "applied")) return state;
  const rounds = new Map(state.rounds);
  rounds.delete(round);
  return {...state, applied: round, rounds};
}

function maximum(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
