import {TransferClient} from "./node/client.ts";
import {withNetwork} from "./node/withNetwork.ts";
import type {BenchSuite, Figure} from "./suite.ts";

const transfers = 300;
/** Of them, so many before those that count. */
const warmUps = 50;

/** Time from the submission of a transfer until it is known to be in a block, one after another, blocks at once. */
async function measureLatency(): Promise<readonly Figure[]> {
  const times = await withNetwork(async (network) => {
    const client = await TransferClient.open(network.report);
    const found: number[] = [];
    for (const transaction of await client.sign(transfers)) {
      const began = performance.now();
      await client.submit(transaction);
      found.push(performance.now() - began);
    }
    client.close();
    return found.slice(warmUps).sort((a, b) => a - b);
  });
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
  return [
    {name: "included_p50_ms", value: at(0.5), unit: "ms", atMost: 10},
    {name: "included_p99_ms", value: at(0.99), unit: "ms"},
  ];
}

export const suite: BenchSuite = {
  name: "latency",
  scenarios: [{name: "a transfer until it is in a block", measure: measureLatency}],
};
