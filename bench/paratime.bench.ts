import {readFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {Call} from "@oasis-node/paratime-sdk/calls";
import {encode, struct, text, u64} from "@oasis-node/primitives/cbor";
import {systemClock} from "@oasis-node/primitives/clock";
import {silentLogger} from "@oasis-node/primitives/log";
import {namespaceFromText} from "@oasis-node/primitives/namespace";
import {protocolVersions} from "@oasis-node/primitives/version";
import {connect} from "@oasis-node/rpc/client";
import {runtimeClientService} from "@oasis-node/rpc/services";
import {connectRuntime} from "@oasis-node/runtime/protocol";
import {sandboxed} from "@oasis-node/runtime/provisioner";
import {buildParatime} from "../scripts/paratimes.ts";
import {NetworkProcess, type Report} from "./node/network.ts";
import {withDirectory} from "./node/withNetwork.ts";
import type {BenchSuite, Figure} from "./suite.ts";

const id = `80${"00".repeat(31)}`;
const runtimeId = namespaceFromText(id);
const Insertion = struct("keyvalue.KeyValue", {key: text, value: text, nonce: u64});

/** One after another; of them so many before those that count. */
const single = {count: 300, warmUps: 50};
/** Transactions that are on the way at once. */
const crowd = 5000;
const starts = 5;
/** Milliseconds that an idle node is watched. */
const idleMs = 20_000;

/** A user of the key-value ParaTime. */
class Client {
  readonly #client: ReturnType<typeof connect>;
  #nonce = 0n;

  constructor({socket}: Report) {
    this.#client = connect(socket);
  }

  async insert(key: string): Promise<void> {
    const args = encode(Insertion, {key, value: key, nonce: this.#nonce++});
    const data = encode(Call, {method: "insert", args});
    const {checkTxError} = await this.#client.api(runtimeClientService).submitTxMeta({runtimeId, data});
    if (checkTxError !== null) throw new RangeError(checkTxError.message);
  }

  close(): void {
    this.#client.close();
  }
}

/** A network with the ParaTime, used and started again. */
async function measureNetwork(): Promise<readonly Figure[]> {
  const binary = await buildParatime("keyvalue");
  return withDirectory(async (parent) => {
    const directory = join(parent, "network");
    const options = ["--paratime", `${id}=${binary}`];
    const network = await NetworkProcess.start(directory, options);
    let figures: readonly Figure[];
    try {
      const client = new Client(network.report);
      figures = [...(await latency(client)), await throughput(client)];
      client.close();
    } finally {
      await network.stop();
    }
    const again = await NetworkProcess.start(directory, options);
    try {
      const second = {name: "second_start_ms", value: again.startMs, unit: "ms", atMost: 3000};
      return [...figures, second, ...(await idle(again))];
    } finally {
      await again.stop();
    }
  });
}

async function latency(client: Client): Promise<Figure[]> {
  const times: number[] = [];
  for (let i = 0; i < single.count; i++) {
    const began = performance.now();
    await client.insert(`single ${i}`);
    times.push(performance.now() - began);
  }
  const sorted = times.slice(single.warmUps).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return [
    {name: "result_p50_ms", value: at(0.5), unit: "ms", atMost: 60},
    {name: "result_p99_ms", value: at(0.99), unit: "ms", atMost: 250},
  ];
}

async function throughput(client: Client): Promise<Figure> {
  const began = performance.now();
  await Promise.all(Array.from({length: crowd}, (_, i) => client.insert(`crowd ${i}`)));
  const value = (crowd * 1000) / (performance.now() - began);
  return {name: "batched_tx_per_s", value, unit: "tx/s", atLeast: 500};
}

/** What a node that nobody uses and one process of its ParaTime take. */
async function idle(network: NetworkProcess): Promise<Figure[]> {
  await sleep(5000);
  const pids = paratimePids(network.report);
  const before = {node: await network.sample(), paratimes: pids.map(cpuMs)};
  await sleep(idleMs);
  const after = {node: await network.sample(), paratimes: pids.map(cpuMs)};
  const spent = after.paratimes.map((ms, i) => ms - (before.paratimes[i] ?? 0));
  const cpu = after.node.cpuMs - before.node.cpuMs + spent.reduce((sum, ms) => sum + ms, 0);
  return [
    {name: "idle_node_rss_mb", value: after.node.rss / 1e6, unit: "MB", atMost: 250},
    {name: "idle_paratime_rss_mb", value: Math.max(...pids.map(rssMb)), unit: "MB", atMost: 90},
    {name: "idle_cpu_percent", value: (cpu / idleMs) * 100, unit: "%", atMost: 3},
  ];
}

/** The programs in the sandboxes: what bubblewrap has started. */
function paratimePids({dir}: Report): number[] {
  const lines = readFileSync(join(dir, "node.log"), "utf8").trim().split("\n");
  const sandboxes = lines.flatMap((line): number[] => {
    const {msg, pid} = JSON.parse(line);
    return msg === "runtime started" ? [pid] : [];
  });
  return sandboxes.slice(-2).map(innermost);
}

function innermost(pid: number): number {
  const child = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ")[0] ?? "";
  return child === "" ? pid : innermost(Number(child));
}

function rssMb(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return (Number(found?.[1]) * 1024) / 1e6;
}

/** Processor time of a process; the kernel counts in hundredths of a second. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** From the decision to start a sandbox until the ParaTime has said who it is. */
async function measureSandbox(): Promise<readonly Figure[]> {
  const binary = await buildParatime("keyvalue");
  const hostInfo = {
    consensusBackend: "tendermint",
    consensusProtocolVersion: {...protocolVersions.consensusProtocol},
    consensusChainContext: "00".repeat(32),
  };
  const times: number[] = [];
  for (let i = 0; i < starts; i++) {
    const began = performance.now();
    const signal = AbortSignal.timeout(20_000);
    const started = await sandboxed({binary, clock: systemClock}).start({signal, logger: silentLogger});
    const common = {clock: systemClock, logger: silentLogger};
    await connectRuntime({...common, stream: started.stream, runtimeId, hostInfo}, {});
    times.push(performance.now() - began);
    await started.kill();
  }
  const median = times.sort((a, b) => a - b)[Math.floor(starts / 2)] ?? Number.NaN;
  return [{name: "sandbox_ready_ms", value: median, unit: "ms", atMost: 500}];
}

export const suite: BenchSuite = {
  name: "paratime",
  scenarios: [
    {name: "a sandbox until it is ready", measure: measureSandbox},
    {name: "a ParaTime used, started again, idle", measure: measureNetwork},
  ],
};
