import {type Engine, followBlocks} from "@oasis-node/consensus/engine";
import type {Logger} from "@oasis-node/primitives/log";
import type {RunningChain} from "../chain/index.ts";
import type {NodeMetrics} from "../metrics/index.ts";

/** The reference's name for what orders blocks. */
const backend = "tendermint";
const megabyte = 1 << 20;

/** Counts blocks as long as the engine runs; one that falls behind goes on with the next. */
export async function countBlocks(
  engine: Engine,
  metrics: NodeMetrics,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  const count = (): void => {
    metrics.consensusProposedBlocks.labels(backend).inc();
    metrics.consensusSignedBlocks.labels(backend).inc();
  };
  try {
    await followBlocks(engine, count, signal);
  } catch (err) {
    logger.error("blocks are no longer counted", {err});
  }
}

/** Keeps the figures of the registry, which change with epochs. PERF: reads all nodes and entities once an epoch. */
export async function countRegistry(
  {queries, streams, state}: RunningChain,
  metrics: NodeMetrics,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const _ of streams.epochs({signal})) {
      metrics.abciDbSize.set(state.db.size() / megabyte);
      if (state.lastHeight === 0n) continue;
      queries.states.at(state.lastHeight, ({registry}) => {
        metrics.registryNodes.set(registry.nodes().length);
        metrics.registryEntities.set(registry.entities().length);
        metrics.registryRuntimes.set(registry.runtimes().length);
      });
    }
  } catch (err) {
    logger.error("the registry is no longer counted", {err});
  }
}
