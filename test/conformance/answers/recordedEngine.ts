import {
  type BlockResults,
  type CommittedBlock,
  type Engine,
  type EngineBlock,
  type EngineEnd,
  EngineError,
  type EngineStatus,
  type SubscribeOptions,
} from "@oasis-node/consensus/engine";
import type {LightBlock, ValidatorSet} from "@oasis-node/consensus/tendermint";
import {asHeight, type Gas, type Height} from "@oasis-node/primitives/epoch";
import type {CheckResult} from "@oasis-node/state-transition/application";

/** What the engine of a recording had of a height. */
export interface RecordedBlock {
  readonly block: EngineBlock;
  readonly results: BlockResults;
  readonly light: LightBlock;
}

/** An engine that has the blocks of a recording, as far as they have been told it, and takes no transactions. */
export class RecordedEngine implements Engine {
  readonly ended: Promise<EngineEnd> = Promise.resolve({kind: "stopped"});
  readonly #blocks = new Map<Height, RecordedBlock>();
  readonly #subscribers = new Set<ReadableStreamDefaultController<CommittedBlock>>();

  /** The next block; the application has its state. */
  add(recorded: RecordedBlock): void {
    const height = asHeight(recorded.block.header.height);
    this.#blocks.set(height, recorded);
    for (const subscriber of this.#subscribers) subscriber.enqueue({height, ...recorded});
  }

  async start(): Promise<void> {}

  /** Ends all subscriptions. */
  async stop(): Promise<void> {
    for (const subscriber of this.#subscribers) subscriber.close();
    this.#subscribers.clear();
  }

  status(): EngineStatus {
    const heights = [...this.#blocks.keys()];
    const latestHeight = heights.at(-1) ?? asHeight(0n);
    const latest = this.#blocks.get(latestHeight)?.block ?? null;
    return {latestHeight, latest, earliestHeight: heights[0] ?? asHeight(0n), isSynced: true, peers: []};
  }

  async submit(): Promise<CheckResult> {
    throw stopped();
  }

  async submitAndWait(): Promise<never> {
    throw stopped();
  }

  async submitEvidence(): Promise<void> {
    throw stopped();
  }

  async unconfirmed(): Promise<readonly Uint8Array[]> {
    return [];
  }

  async simulate(): Promise<Gas> {
    throw stopped();
  }

  async block(height: Height): Promise<EngineBlock | null> {
    return this.#blocks.get(height)?.block ?? null;
  }

  async results(height: Height): Promise<BlockResults | null> {
    return this.#blocks.get(height)?.results ?? null;
  }

  async lightBlock(height: Height): Promise<LightBlock | null> {
    return this.#blocks.get(height)?.light ?? null;
  }

  async validators(height: Height): Promise<ValidatorSet | null> {
    return this.#blocks.get(height)?.light.validatorSet ?? null;
  }

  subscribe({signal}: SubscribeOptions): AsyncIterable<CommittedBlock> {
    return new ReadableStream<CommittedBlock>({
      start: (controller) => {
        this.#subscribers.add(controller);
        signal.addEventListener("abort", () => {
          if (this.#subscribers.delete(controller)) controller.close();
        });
      },
    });
  }
}

function stopped(): EngineError {
  return new EngineError("stopped", "a recording makes no blocks");
}
