import {join} from "node:path";
import {makeLongChain} from "./node/longChain.ts";
import {NetworkProcess} from "./node/network.ts";
import {withDirectory} from "./node/withNetwork.ts";
import type {BenchSuite, Figure} from "./suite.ts";

const blocks = 100_000n;
const starts = 3;
/** A chain that is pruned long enough for its files to have reached their size. */
const pruned = {blocks: 30_000n, kept: 10_000n};

/** How a node with a long chain starts, and what a block takes on the disk. */
async function measureLongChains(): Promise<readonly Figure[]> {
  return withDirectory(async (parent) => {
    const long = join(parent, "long");
    const bytes = await makeLongChain({directory: long, blocks, kept: null});
    const times: number[] = [];
    for (let i = 0; i < starts; i++) {
      const network = await NetworkProcess.start(long);
      times.push(network.startMs);
      await network.stop();
    }
    const kept = await makeLongChain({directory: join(parent, "pruned"), ...pruned});
    const startMs = times.sort((a, b) => a - b)[starts >> 1] ?? Number.NaN;
    return [
      {name: "start_ms", value: startMs, unit: "ms", atMost: 1500},
      {name: "bytes_per_empty_block", value: bytes / Number(blocks), unit: "bytes"},
      {name: "bytes_per_kept_block", value: kept / Number(pruned.kept), unit: "bytes", atMost: 2048},
    ];
  });
}

export const suite: BenchSuite = {
  name: "blocks",
  scenarios: [{name: "100,000 blocks in the store", measure: measureLongChains}],
};
