import {type BodyType, type Message, messageTypes} from "./message.ts";
import {RhpError, rhpErrors} from "./rhpError.ts";

/** Where a connection stands (runtime-workers §1.2). */
export type Phase = "uninitialized" | "initializing" | "ready" | "closed";

export interface ExchangeLimits {
  /** Requests of ours that may wait for an answer; a runtime queues 1000 (runtime-workers §1.1). */
  readonly outgoing: number;
  /** Requests of the other side that are worked on at the same time; beyond, no more are read. */
  readonly incoming: number;
}

export const defaultLimits: ExchangeLimits = {outgoing: 1000, incoming: 32};

/** What to do about a message that has come in. */
export type Verdict =
  | {readonly kind: "serve"}
  /** Answer with `error`. */
  | {readonly kind: "refuse"; readonly error: Error}
  | {readonly kind: "settle"}
  | {readonly kind: "drop"; readonly reason: DropReason};

/** `lateResponse` answers a request of ours that is answered already or that nobody waits for any more, `unknownResponse` none. */
type DropReason = "lateResponse" | "unknownResponse" | "malformed" | "closed";

const allowed: Readonly<Record<Phase, readonly Phase[]>> = {
  uninitialized: ["initializing", "closed"],
  initializing: ["ready", "closed"],
  ready: ["closed"],
  closed: [],
};

/**
 * The state of one connection (runtime-workers §1.1, §1.2), without any I/O: which requests wait for an answer, how many
 * are worked on, and what is allowed now.
 */
export class Exchange {
  readonly #limits: ExchangeLimits;
  readonly #waiting = new Set<bigint>();
  #phase: Phase = "uninitialized";
  #nextId = 0n;
  #serving = 0;

  constructor(limits: ExchangeLimits = defaultLimits) {
    this.#limits = limits;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Requests of ours without an answer. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Whether as many requests of the other side are worked on as may be. */
  get isFull(): boolean {
    return this.#serving >= this.#limits.incoming;
  }

  /** Moves on; returns whether that changed anything. A phase is never gone back to. */
  enter(phase: Phase): boolean {
    if (!allowed[this.#phase].includes(phase)) return false;
    this.#phase = phase;
    return true;
  }

  /**
   * Number for a request of ours. Throws `notReady` before the connection is ready, but for the handshake itself;
   * `closed`; `tooManyRequests`.
   */
  request(type: BodyType): bigint {
    if (this.#phase === "closed") throw new RhpError("closed", "rhp: connection closed");
    const isHandshake = this.#phase === "initializing" && type === "RuntimeInfoRequest";
    if (this.#phase !== "ready" && !isHandshake) throw rhpErrors.notReady();
    if (this.#waiting.size >= this.#limits.outgoing) {
      const details = {limit: this.#limits.outgoing, request: type};
      throw new RhpError("tooManyRequests", "rhp: too many requests without an answer", {details});
    }
    const id = this.#nextId;
    this.#nextId = BigInt.asUintN(64, id + 1n);
    this.#waiting.add(id);
    return id;
  }

  /** Nobody waits for the answer any more: when it comes it is dropped. */
  abandon(id: bigint): void {
    this.#waiting.delete(id);
  }

  /** Takes note of a message. A request, served or refused, counts until `served`. */
  receive({id, messageType}: Message): Verdict {
    if (this.#phase === "closed") return {kind: "drop", reason: "closed"};
    if (messageType === messageTypes.response) {
      if (this.#waiting.delete(id)) return {kind: "settle"};
      return {kind: "drop", reason: id < this.#nextId ? "lateResponse" : "unknownResponse"};
    }
    if (messageType !== messageTypes.request) return {kind: "drop", reason: "malformed"};
    this.#serving++;
    return this.#phase === "ready" ? {kind: "serve"} : {kind: "refuse", error: rhpErrors.notReady()};
  }

  /** A request of the other side has been answered. */
  served(): void {
    this.#serving--;
  }
}
