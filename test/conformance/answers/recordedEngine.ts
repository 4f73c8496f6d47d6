import {
  type BlockResults,
  type CommittedBlock,
  type Engine,
  type EngineBlock,
  type EngineEnd,
  EngineError,
  type EngineStatus,
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

/** An engine that has the blocks of a recording, from the first height on, and makes none. */
export class RecordedEngine implements Engine {
  readonly ended: Promise<EngineEnd> = Promise.resolve({kind: "stopped"});
  readonly #blocks: ReadonlyMap<Height, RecordedBlock>;

  constructor(blocks: ReadonlyMap<Height, RecordedBlock>) {
    this.#blocks = blocks;
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

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

  async *subscribe(): AsyncIterable<CommittedBlock> {}
}

function stopped(): EngineError {
  return new EngineError("stopped", "a recording makes no blocks");
}
