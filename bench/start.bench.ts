import {join} from "node:path";
import {NetworkProcess, runProgram} from "./node/network.ts";
import {withDirectory} from "./node/withNetwork.ts";
import type {BenchSuite, Figure} from "./suite.ts";

const rounds = 7;

/** Starts of a network that is there already, from the process to its first block; and short commands as whole processes. */
async function measureStarts(): Promise<readonly Figure[]> {
  return withDirectory(async (parent) => {
    const directory = join(parent, "network");
    const first = await NetworkProcess.start(directory);
    await first.stop();
    const restarts: number[] = [];
    for (let i = 0; i < rounds; i++) {
      const network = await NetworkProcess.start(directory);
      restarts.push(network.startMs);
      await network.stop();
    }
    const network = await NetworkProcess.start(directory);
    const {socket} = network.report;
    const help = await several(() => runProgram(["--help"]));
    const status = await several(() => runProgram(["control", "status", "-a", socket]));
    await network.stop();
    return [
      {name: "first_start_ms", value: first.startMs, unit: "ms"},
      {name: "second_start_ms", value: median(restarts), unit: "ms", atMost: 1000},
      {name: "help_ms", value: median(help), unit: "ms", atMost: 150},
      {name: "control_status_ms", value: median(status), unit: "ms", atMost: 300},
    ];
  });
}

async function several(run: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) times.push(await run());
  return times;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

export const suite: BenchSuite = {
  name: "start",
  scenarios: [{name: "second start, --help, control status", measure: measureStarts}],
};
