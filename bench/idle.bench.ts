import {setTimeout as sleep} from "node:timers/promises";
import {withNetwork} from "./node/withNetwork.ts";
import type {BenchSuite, Figure} from "./suite.ts";

/** Milliseconds in which the start comes to rest, and for which it is watched then. */
const settling = 5000;
const watched = 20_000;
const mebibyte = 1024 * 1024;

/** What a network takes that nobody uses, with a block each second. */
async function measureIdle(): Promise<readonly Figure[]> {
  const [before, after] = await withNetwork(async (network) => {
    await sleep(settling);
    const first = await network.sample();
    await sleep(watched);
    return [first, await network.sample()];
  });
  const share = (after.cpuMs - before.cpuMs) / watched;
  return [
    {name: "cpu_percent", value: share * 100, unit: "% of a core", atMost: 2},
    {name: "rss_mb", value: after.rss / mebibyte, unit: "MiB", atMost: 200},
  ];
}

export const suite: BenchSuite = {name: "idle", scenarios: [{name: "nobody asks", measure: measureIdle}]};
