import type {Message} from "@oasis-node/state-transition/roothash";
import type {State} from "../state/index.ts";
import type {BatchContext, BatchEnvironment, Tag} from "./batchContext.ts";

/** One transaction, or query, while it is worked on. */
export class TransactionContext {
  readonly batch: BatchContext;
  readonly #tags: Tag[] = [];

  constructor(batch: BatchContext) {
    this.batch = batch;
  }

  get environment(): BatchEnvironment {
    return this.batch.environment;
  }

  get state(): State {
    return this.batch.environment.state;
  }

  get isCheck(): boolean {
    return this.batch.environment.isCheck;
  }

  /** Emitted so far. */
  get tags(): readonly Tag[] {
    return this.#tags;
  }

  /** As `BatchContext.emitMessage`. */
  emitMessage(message: Message): number {
    return this.batch.emitMessage(message);
  }

  /** Emits a tag of the transaction, by which clients find it. */
  emitTag(key: Uint8Array, value: Uint8Array): void {
    this.#tags.push({key, value});
  }
}
