import type {Epoch} from "@oasis-node/primitives/epoch";
import type {IoTag} from "@oasis-node/runtime/ioTree";
import type {BodyValue} from "@oasis-node/runtime/protocol";
import type {Header, Message, RoundResults} from "@oasis-node/state-transition/roothash";
import type {LocalStorage, ReadableState, State} from "../state/index.ts";
import {ParatimeError} from "./paratimeError.ts";

/** What the host has told about itself in the handshake (runtime-workers §1.5). */
export type HostInfo = BodyValue<"RuntimeInfoRequest">;

/** A tag before it is known to which transaction it belongs. */
export type Tag = Omit<IoTag, "txHash">;

/** What a batch, a check or a query works with. */
export interface BatchEnvironment {
  readonly hostInfo: HostInfo;
  /** Header of the last block, on which the batch builds. */
  readonly header: Header;
  readonly epoch: Epoch;
  /** What came of the messages of the last normal round; empty for checks and queries. */
  readonly roundResults: RoundResults;
  /** Most messages that the batch may emit. */
  readonly maxMessages: number;
  /** Nothing that is changed will stay. */
  readonly isCheck: boolean;
  readonly state: State;
  readonly consensusState: ReadableState;
  readonly localStorage: LocalStorage;
  /** Aborted when the host does not want the batch any more. */
  readonly signal: AbortSignal;
}

/** One batch while it is worked on. */
export class BatchContext {
  readonly environment: BatchEnvironment;
  readonly #messages: Message[] = [];
  readonly #tags: Tag[] = [];

  constructor(environment: BatchEnvironment) {
    this.environment = environment;
  }

  /** Emitted so far. */
  get messages(): readonly Message[] {
    return this.#messages;
  }

  /** Tags of the block, emitted so far. */
  get tags(): readonly Tag[] {
    return this.#tags;
  }

  /**
   * Emits a message to the consensus layer; returns its index, by which its result comes back. Throws `ParatimeError`
   * `tooManyMessages`: a round with more would fail.
   */
  emitMessage(message: Message): number {
    const {maxMessages} = this.environment;
    if (this.#messages.length >= maxMessages)
      throw new ParatimeError("tooManyMessages", "message limit reached", {details: {maxMessages}});
    return this.#messages.push(message) - 1;
  }

  /** Emits a tag of the block. */
  emitTag(tag: Tag): void {
    this.#tags.push(tag);
  }
}
