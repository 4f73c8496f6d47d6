import {once} from "node:events";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {connect} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {silentLogger} from "@oasis-node/primitives/log";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {type MetricsServer, newMetrics, startMetricsServer} from "../../src/metrics/index.ts";
import {cpuSeconds, deviceFigures, ioBytes, memoryBytes} from "../../src/metrics/processFigures.ts";

let root = "";
let servers: MetricsServer[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "oasis-metrics-"));
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  servers = [];
  await rm(root, {recursive: true, force: true});
});

async function start(port = 0): Promise<MetricsServer> {
  const server = await startMetricsServer({
    host: "127.0.0.1",
    port,
    registry: newMetrics(root),
    logger: silentLogger,
  });
  servers.push(server);
  return server;
}

/** Every name of cli-config-grpc §6 but Tendermint's own, with its type. */
const names = [
  "node_cpu_utime_seconds node_cpu_stime_seconds node_mem_vm_size_bytes node_mem_rss_anon_bytes node_mem_rss_file_bytes",
  "node_mem_rss_shmem_bytes node_disk_usage_bytes node_disk_read_bytes node_disk_written_bytes",
  "node_net_receive_bytes_total node_net_receive_packets_total node_net_transmit_bytes_total node_net_transmit_packets_total",
  "abci_db_size consensus_proposed_blocks consensus_signed_blocks registry_nodes registry_entities registry_runtimes",
  "worker_node_registered finalized_rounds roothash_block_interval grpc_server_calls grpc_server_latency",
  "grpc_server_stream_writes grpc_client_calls grpc_client_latency grpc_client_stream_writes codec_size rhp_latency",
  "rhp_successes rhp_failures storage_latency storage_value_size storage_successes storage_failures",
  "worker_storage_full_round worker_storage_pending_round worker_storage_synced_round worker_processed_block_count",
  "worker_processed_event_count worker_failed_round_count worker_epoch_transition_count worker_epoch_number",
  "worker_aborted_batch_count worker_execution_discrepancy_detected_count worker_incoming_queue_size",
  "worker_batch_processing_time worker_batch_read_time worker_batch_runtime_processing_time worker_batch_size",
  "worker_storage_commit_latency",
]
  .join(" ")
  .split(" ")
  .map((name) => `oasis_${name}`);

describe("metrics", () => {
  test("have the reference's names, and no others", async () => {
    const text = await newMetrics(root).text();
    expect([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name).sort()).toEqual([...names].sort());
  });

  test("count in the node that they belong to only", async () => {
    const [one, other] = [newMetrics(root), newMetrics(root)];
    one.metrics.consensusSignedBlocks.inc({backend: "tendermint"});
    one.metrics.workerNodeRegistered.set(1);
    one.metrics.grpcServerLatency.observe({call: "/oasis-core.Staking/Account"}, 0.5);
    const text = await one.text();
    expect(text).toContain('oasis_consensus_signed_blocks{backend="tendermint"} 1\n');
    expect(text).toContain("oasis_worker_node_registered 1\n");
    expect(text).toContain('oasis_grpc_server_latency_sum{call="/oasis-core.Staking/Account"} 0.5\n');
    expect(text).toContain('oasis_grpc_server_latency_count{call="/oasis-core.Staking/Account"} 1\n');
    expect(text).not.toContain("quantile");
    expect(await other.text()).not.toContain('backend="tendermint"');
  });

  test.runIf(process.platform === "linux")("tell about the process and its data directory", async () => {
    await writeFile(join(root, "a"), new Uint8Array(5000));
    const text = await newMetrics(root).text();
    const value = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
    expect(value("oasis_node_disk_usage_bytes")).toBe(5000);
    expect(value("oasis_node_mem_rss_anon_bytes")).toBeGreaterThan(1e6);
    expect(value("oasis_node_cpu_utime_seconds")).toBeGreaterThan(0);
    expect(text).toContain('oasis_node_net_receive_bytes_total{device="lo"}');
  });
});

describe("figures of the process", () => {
  test("are read from what Linux tells", () => {
    expect(cpuSeconds("7 (a) b) S 1 2 3 4 5 6 7 8 9 10 250 125 0")).toEqual({user: 2.5, system: 1.25});
    expect(memoryBytes("Name:\tx\nRssAnon:\t     12 kB\n", "RssAnon")).toBe(12_288);
    expect(ioBytes("rchar: 1\nread_bytes: 42\n", "read_bytes")).toBe(42);
    expect(deviceFigures("Inter-| x\n  eth0: 1 2 0 0 0 0 0 0 3 4 0\n")).toEqual([
      {device: "eth0", receivedBytes: 1, receivedPackets: 2, sentBytes: 3, sentPackets: 4},
    ]);
  });

  test("are left out when the text is another", () => {
    for (const text of ["", ")", "x:y:z", "RssAnon: much kB", ":::\n:"]) {
      expect([cpuSeconds(text), memoryBytes(text, "RssAnon"), deviceFigures(text)]).toEqual([null, null, []]);
    }
  });
});

describe("the metrics server", () => {
  test("gives the same under any path", async () => {
    const {port} = await start();
    for (const path of ["/metrics", "/", "/x?y"]) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0.0.4/);
      expect(await response.text()).toContain("# TYPE oasis_worker_node_registered gauge");
    }
  });

  test("answers many at once, and what is no HTTP with an error only", async () => {
    const {port} = await start();
    const all = await Promise.all(Array.from({length: 30}, () => fetch(`http://127.0.0.1:${port}/`)));
    expect(all.every(({ok}) => ok)).toBe(true);
    await Promise.all(all.map((response) => response.text()));
    const socket = connect(port, "127.0.0.1");
    socket.end("\u0000\u0001 junk\r\n\r\n");
    const [answer]: unknown[] = await once(socket, "data");
    expect(String(answer)).toContain("400");
    expect((await fetch(`http://127.0.0.1:${port}/`)).ok).toBe(true);
  });

  test("refuses a port in use and frees its own when it stops", async () => {
    const server = await start();
    await expect(start(server.port)).rejects.toMatchObject({code: "EADDRINUSE"});
    await server.stop();
    servers = [];
    await (await start(server.port)).stop();
  });
});
