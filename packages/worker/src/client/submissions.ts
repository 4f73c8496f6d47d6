import {BytesMap} from "@oasis-node/primitives/bytes";
import type {Height, Round} from "@oasis-node/primitives/epoch";
import {type Hash, isEmptyHash} from "@oasis-node/primitives/hash";

/** Where a transaction was found, and what came of it. */
export interface Inclusion {
  readonly round: Round;
  readonly batchOrder: number;
  readonly output: Uint8Array | null;
}

/** What there is to look through: the I/O tree of a round. */
export interface IoRound {
  readonly round: Round;
  readonly ioRoot: Hash;
}

export type SubmissionEvent =
  /** `waiter` wants to know the outcome; null for one that does not wait. */
  | {
      readonly kind: "submitted";
      readonly hash: Hash;
      readonly data: Uint8Array;
      readonly waiter: number | null;
    }
  /** A waiter has given up; the transaction is on its way all the same. */
  | {readonly kind: "left"; readonly hash: Hash; readonly waiter: number}
  | {readonly kind: "consensusBlock"; readonly height: Height}
  | {
      readonly kind: "runtimeBlock";
      readonly height: Height;
      readonly beginsEpoch: boolean;
      readonly io: IoRound;
    }
  /** Answers `askVersion`; null when there was no answer. */
  | {readonly kind: "version"; readonly height: Height; readonly version: Height | null}
  /** Answers `lookUp`; null when the tree could not be read. */
  | {readonly kind: "lookedUp"; readonly found: BytesMap<Hash, Inclusion> | null}
  | {readonly kind: "recheck"};

export type SubmissionEffect =
  | {readonly kind: "publish"; readonly data: Uint8Array; readonly groupVersion: Height}
  /** What is the group version at that height? */
  | {readonly kind: "askVersion"; readonly height: Height}
  /** Which of these transactions are in that round? */
  | {readonly kind: "lookUp"; readonly io: IoRound; readonly hashes: readonly Hash[]}
  | {readonly kind: "recheckLater"; readonly milliseconds: number}
  /** Null for transactions that have expired. */
  | {readonly kind: "settle"; readonly waiters: readonly number[]; readonly inclusion: Inclusion | null}
  /** Too many rounds could not be read: this one is given up. */
  | {readonly kind: "forget"; readonly round: Round};

export interface SubmissionLimits {
  /** Consensus blocks after which a transaction is given up. */
  readonly maxAge: bigint;
  /** Transactions that wait at the same time. */
  readonly maxPending: number;
  /** Bytes of all of them together. */
  readonly maxPendingBytes: number;
  /** Rounds that wait to be read. */
  readonly maxUnread: number;
}

/** Milliseconds after which rounds that could not be read are tried again; half as long again each time. */
const recheck = {initialMs: 5000, factor: 1.5, maxMs: 60_000} as const;

interface Pending {
  readonly data: Uint8Array;
  /** Height at which it was submitted; null before the first block. */
  readonly since: Height | null;
  readonly waiters: Set<number>;
}

interface Unread {
  readonly io: IoRound;
  readonly hasFailed: boolean;
}

/**
 * Transactions of a runtime on their way (runtime-workers §4.6), without any I/O: what has been submitted and not been
 * seen in a round, and what is to be done about it when something happens. A transaction that is submitted again goes out
 * again and gets its full time; whoever waited for it goes on waiting (the reference forgets the first waiter).
 */
export class Submissions {
  readonly #limits: SubmissionLimits;
  /** By hash, those submitted last at the end. */
  readonly #pending = new BytesMap<Hash, Pending>();
  #pendingBytes = 0;
  #height: Height | null = null;
  #version: Height | null = null;
  /** Height at which the version is wanted; null when the one known is right. */
  #versionDue: Height | null = null;
  #isAsking = false;
  /** Rounds that may have what waits, those that could not be read at the end. */
  #unread: Unread[] = [];
  #reading: IoRound | null = null;
  #failures = 0;
  #recheckIsDue = false;

  constructor(limits: SubmissionLimits) {
    this.#limits = limits;
  }

  get pending(): number {
    return this.#pending.size;
  }

  /** Whether there is room for the transaction. One that waits already needs none. */
  hasRoomFor(hash: Hash, data: Uint8Array): boolean {
    const {maxPending, maxPendingBytes} = this.#limits;
    if (this.#pending.has(hash)) return true;
    return this.#pending.size < maxPending && this.#pendingBytes + data.length <= maxPendingBytes;
  }

  step(event: SubmissionEvent): SubmissionEffect[] {
    switch (event.kind) {
      case "submitted":
        return this.#onSubmitted(event.hash, event.data, event.waiter);
      case "left":
        this.#pending.get(event.hash)?.waiters.delete(event.waiter);
        return [];
      case "consensusBlock":
        return this.#onHeight(event.height);
      case "runtimeBlock":
        return this.#onBlock(event.io, event.height, event.beginsEpoch);
      case "version":
        return this.#onVersion(event.height, event.version);
      case "lookedUp":
        return this.#onLookedUp(event.found);
      case "recheck":
        this.#recheckIsDue = false;
        return this.#readAgain();
    }
  }

  #onSubmitted(hash: Hash, data: Uint8Array, waiter: number | null): SubmissionEffect[] {
    const waiters = this.#pending.get(hash)?.waiters ?? new Set();
    if (waiter !== null) waiters.add(waiter);
    this.#remove(hash);
    this.#pending.set(hash, {data, since: this.#height, waiters});
    this.#pendingBytes += data.length;
    return this.#version === null ? [] : [{kind: "publish", data, groupVersion: this.#version}];
  }

  #onHeight(height: Height): SubmissionEffect[] {
    if (this.#height === null) {
      for (const [hash, pending] of this.#pending) this.#pending.set(hash, {...pending, since: height});
    }
    this.#height = height;
    if (this.#version === null) this.#versionDue ??= height;
    return [...this.#expire(height), ...this.#askVersion()];
  }

  /** Transactions are in the order of their heights. */
  #expire(height: Height): SubmissionEffect[] {
    const effects: SubmissionEffect[] = [];
    for (const [hash, {since, waiters}] of this.#pending) {
      if (since === null || height - this.#limits.maxAge < since) break;
      this.#remove(hash);
      effects.push({kind: "settle", waiters: [...waiters], inclusion: null});
    }
    return effects;
  }

  /** One question at a time; one without an answer is asked again with the next block. */
  #askVersion(): SubmissionEffect[] {
    if (this.#isAsking || this.#versionDue === null) return [];
    this.#isAsking = true;
    return [{kind: "askVersion", height: this.#versionDue}];
  }

  /** Messages of an old group version are refused, so all that waits goes out again with the new one. */
  #onVersion(height: Height, version: Height | null): SubmissionEffect[] {
    this.#isAsking = false;
    if (version === null) return [];
    if (this.#versionDue === height) this.#versionDue = null;
    const isNew = this.#version !== version;
    this.#version = version;
    const publish: SubmissionEffect[] = isNew
      ? [...this.#pending.values()].map(({data}) => ({kind: "publish", data, groupVersion: version}))
      : [];
    return [...publish, ...this.#askVersion()];
  }

  #onBlock(io: IoRound, height: Height, beginsEpoch: boolean): SubmissionEffect[] {
    const effects: SubmissionEffect[] = [];
    if (beginsEpoch) {
      this.#versionDue = height;
      effects.push(...this.#askVersion());
    }
    if (this.#pending.size > 0 && !isEmptyHash(io.ioRoot)) this.#unread.push({io, hasFailed: false});
    const dropped = this.#unread.length > this.#limits.maxUnread ? this.#unread.shift() : undefined;
    if (dropped !== undefined) effects.push({kind: "forget", round: dropped.io.round});
    return [...effects, ...this.#readAgain()];
  }

  #readAgain(): SubmissionEffect[] {
    this.#unread = this.#unread.map(({io}) => ({io, hasFailed: false}));
    return this.#readNext();
  }

  /** One round at a time. */
  #readNext(): SubmissionEffect[] {
    if (this.#reading !== null) return [];
    if (this.#pending.size === 0) this.#unread = [];
    const at = this.#unread.findIndex(({hasFailed}) => !hasFailed);
    const next = at < 0 ? undefined : this.#unread.splice(at, 1)[0];
    if (next === undefined) return this.#recheckLater();
    this.#reading = next.io;
    return [{kind: "lookUp", io: next.io, hashes: [...this.#pending.keys()]}];
  }

  #recheckLater(): SubmissionEffect[] {
    if (this.#unread.length === 0) this.#failures = 0;
    if (this.#unread.length === 0 || this.#recheckIsDue) return [];
    this.#recheckIsDue = true;
    const {initialMs, factor, maxMs} = recheck;
    const milliseconds = Math.min(initialMs * factor ** this.#failures, maxMs);
    this.#failures++;
    return [{kind: "recheckLater", milliseconds}];
  }

  #onLookedUp(found: BytesMap<Hash, Inclusion> | null): SubmissionEffect[] {
    const io = this.#reading;
    this.#reading = null;
    if (found === null) {
      if (io !== null) this.#unread.push({io, hasFailed: true});
      return this.#readNext();
    }
    const effects: SubmissionEffect[] = [];
    for (const [hash, inclusion] of found) {
      const pending = this.#pending.get(hash);
      if (pending === undefined) continue;
      this.#remove(hash);
      effects.push({kind: "settle", waiters: [...pending.waiters], inclusion});
    }
    return [...effects, ...this.#readNext()];
  }

  #remove(hash: Hash): void {
    const pending = this.#pending.get(hash);
    if (pending === undefined) return;
    this.#pendingBytes -= pending.data.length;
    this.#pending.delete(hash);
  }
}
