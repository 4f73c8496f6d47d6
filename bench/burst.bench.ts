import {Burster, type BurstResult} from "./node/burst.ts";
import {withNetwork} from "./node/withNetwork.ts";
import type {BenchSuite, Figure} from "./suite.ts";

const transactions = 5000;
const bursts = 3;
const mebibyte = 1024 * 1024;

/** 5,000 signed transfers from one connection until all are final, several times in a row. */
async function measureBursts(): Promise<readonly Figure[]> {
  const results = await withNetwork(async (network) => {
    const burster = await Burster.start(network);
    const found: BurstResult[] = [];
    for (let i = 0; i < bursts; i++) found.push(await burster.burst(transactions));
    await burster.stop();
    return found;
  });
  const of = (value: (result: BurstResult) => number): number[] => results.map(value).sort((a, b) => a - b);
  const middle = (value: (result: BurstResult) => number): number => of(value)[bursts >> 1] ?? Number.NaN;
  const worst = (value: (result: BurstResult) => number): number => of(value).at(-1) ?? Number.NaN;
  return [
    {name: "tx_per_s", value: middle((one) => one.perSecond), unit: "tx/s", atLeast: 2500},
    {name: "tx_per_s_first", value: results[0]?.perSecond ?? 0, unit: "tx/s"},
    {name: "node_cpu_us_per_tx", value: middle((one) => one.nodeCpuUs), unit: "µs"},
    {name: "main_thread_cpu_us_per_tx", value: middle((one) => one.mainCpuUs), unit: "µs"},
    {name: "client_cpu_us_per_tx", value: middle((one) => one.clientCpuUs), unit: "µs"},
    {name: "event_loop_delay_p99_ms", value: worst((one) => one.delayP99Ms), unit: "ms", atMost: 50},
    {name: "event_loop_delay_max_ms", value: worst((one) => one.delayMaxMs), unit: "ms"},
    {name: "control_status_max_ms", value: worst((one) => one.statusMs), unit: "ms", atMost: 1000},
    {name: "rss_after_two_bursts_mb", value: (results[1]?.rss ?? 0) / mebibyte, unit: "MiB", atMost: 400},
  ];
}

export const suite: BenchSuite = {
  name: "burst",
  scenarios: [{name: "5,000 signed transfers over the socket", measure: measureBursts}],
};
