import {asHeight, type Gas, type Height} from "@oasis-node/primitives/epoch";
import type {CheckResult} from "@oasis-node/state-transition/application";
import type {
  CommittedBlock,
  Engine,
  EngineEnd,
  EngineStatus,
  SubscribeOptions,
} from "../../src/engine/index.ts";
import {Commit, Header} from "../../src/tendermint/index.ts";

/** An engine whose blocks the test publishes, to see what becomes of subscriptions. */
export class ScriptedEngine implements Engine {
  readonly ended: Promise<EngineEnd> = new Promise(() => {});
  latestHeight: Height = asHeight(0n);
  readonly #subscribers = new Set<{push(block: CommittedBlock): void; end(error: unknown): void}>();

  get subscriptions(): number {
    return this.#subscribers.size;
  }

  publish(): void {
    this.latestHeight = asHeight(this.latestHeight + 1n);
    for (const one of this.#subscribers) one.push(emptyBlock(this.latestHeight));
  }

  /** Ends all subscriptions; with an error unless that is null. */
  end(error: unknown): void {
    for (const one of this.#subscribers) one.end(error);
  }

  subscribe({signal}: SubscribeOptions): AsyncIterable<CommittedBlock> {
    const stream = new ReadableStream<CommittedBlock>({
      start: (controller) => {
        const subscriber = {
          push: (block: CommittedBlock) => controller.enqueue(block),
          end: (error: unknown) => {
            this.#subscribers.delete(subscriber);
            if (error === null) controller.close();
            else controller.error(error);
          },
        };
        this.#subscribers.add(subscriber);
        signal.addEventListener("abort", () => {
          if (this.#subscribers.has(subscriber)) subscriber.end(null);
        });
      },
    });
    return stream;
  }

  status(): EngineStatus {
    return {
      latestHeight: this.latestHeight,
      latest: null,
      earliestHeight: asHeight(1n),
      isSynced: true,
      peers: [],
    };
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  async submit(): Promise<CheckResult> {
    throw new TypeError("no transactions in this test");
  }
  async submitAndWait(): Promise<never> {
    throw new TypeError("no transactions in this test");
  }
  async submitEvidence(): Promise<void> {}
  async unconfirmed(): Promise<readonly Uint8Array[]> {
    return [];
  }
  async simulate(): Promise<Gas> {
    throw new TypeError("no transactions in this test");
  }
  async block(): Promise<null> {
    return null;
  }
  async results(): Promise<null> {
    return null;
  }
  async lightBlock(): Promise<null> {
    return null;
  }
  async validators(): Promise<null> {
    return null;
  }
}

function emptyBlock(height: Height): CommittedBlock {
  const header = {...Header.zero(), height};
  const id = {hash: new Uint8Array(32), partSetHeader: {total: 1, hash: new Uint8Array(32)}};
  return {
    height,
    block: {id, header, transactions: [], evidence: [], lastCommit: Commit.zero(), size: 0},
    results: {beginEvents: [], transactions: [], endEvents: [], validatorUpdates: []},
  };
}
