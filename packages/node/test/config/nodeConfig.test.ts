import {describe, expect, test} from "vitest";
import {type NodeConfig, nodeConfig, parseHostPort, parseIpPort} from "../../src/config/index.ts";
import {nodeOptions} from "../../src/options/index.ts";
import {read} from "../options/support.ts";

const id = "000000000000000000000000000000000000000000000000e199119c992377cb";
const key = "qwMUyfMXj/nPOWjW3VEHvGpTpeOiL8MMwpqVwDPbrN0=";
const peer = "E27F6B7A350B4CC2B48A6CBE94B0A02B0DCB0BF3@35.199.49.168:26656";

function configOf(args: readonly string[], yaml: string | null = null): NodeConfig {
  const outcome = nodeConfig(read(nodeOptions, ["--datadir=/d", ...args], yaml), "/w");
  if ("problems" in outcome) throw new Error(outcome.problems.map(({message}) => message).join("\n"));
  return outcome.config;
}

function messagesOf(args: readonly string[], yaml: string | null = null): string[] {
  const outcome = nodeConfig(read(nodeOptions, ["--datadir=/d", ...args], yaml), "/w");
  return "problems" in outcome ? outcome.problems.map(({message}) => message) : [];
}

describe("the configuration of a node", () => {
  test("needs a data directory only", () => {
    const config = configOf([]);
    expect(config).toMatchObject({
      dataDirectory: "/d",
      internalSocket: "/d/internal.sock",
      genesisFile: "genesis.json",
      log: {format: "logfmt", file: null},
      metrics: null,
      consensus: {
        mode: "full",
        engine: "auto",
        blockTime: "instant",
        external: null,
        keptVersions: null,
        stateSync: null,
      },
      runtimes: {supported: [], hosted: []},
      workers: {
        registration: {entity: null},
        client: {port: 9100, addresses: []},
        p2p: {enabled: false},
        sentry: null,
      },
    });
    const outcome = nodeConfig(read(nodeOptions, []), "/w");
    expect(outcome).toMatchObject({problems: [{key: "datadir", message: "data directory not configured"}]});
  });

  test("has its paths where they belong", () => {
    const {dataDirectory, log} = configOf(["--datadir=../node", "--log.file=node.log"]);
    expect([dataDirectory, log.file]).toEqual(["/node", "/node/node.log"]);
    const debug = ["--debug.dont_blame_oasis", "--debug.grpc.internal.socket_path=s", "--debug.rlimit=9"];
    expect(configOf(debug)).toMatchObject({internalSocket: "/w/s", debug: {descriptorLimit: 9n}});
    expect(configOf(debug.slice(1))).toMatchObject({
      internalSocket: "/d/internal.sock",
      debug: {descriptorLimit: null},
    });
  });

  test("reads addresses, peers, ParaTimes and roles", () => {
    const config = configOf([
      "--consensus.tendermint.core.external_address=tcp://1.2.3.4:26656",
      `--consensus.tendermint.p2p.seed=${peer}`,
      "--consensus.tendermint.abci.prune.strategy=KEEP_N",
      "--consensus.engine.embedded.block_time=2s",
      `--runtime.supported=${id},${id.toUpperCase()}:x`,
      `--runtime.paths=${id}=/bin/rt`,
      "--worker.client.addresses=1.2.3.4:30001,[2001:db8::1]:1",
      "--worker.compute.enabled",
      `--ias.proxy.address=${key}@proxy.example:8650`,
      "--metrics.mode=PULL",
    ]);
    expect(config.consensus).toMatchObject({
      external: {host: "1.2.3.4", port: 26656},
      listen: {host: "0.0.0.0", port: 26656},
      keptVersions: 3600n,
      blockTime: 2_000_000_000n,
    });
    expect(config.consensus.peers.seeds).toEqual([
      {id: peer.slice(0, 40).toLowerCase(), address: "35.199.49.168:26656"},
    ]);
    expect(config.runtimes.supported).toHaveLength(1);
    expect(config.runtimes.hosted).toMatchObject([{path: "/bin/rt", sgxSignature: null, config: null}]);
    expect(config.workers.client.addresses.map(({ip, port}) => [ip?.length, port])).toEqual([
      [4, 30001n],
      [16, 1n],
    ]);
    expect(config.workers.p2p.enabled).toBe(true);
    expect(config.workers.iasProxies).toMatchObject([{address: {host: "proxy.example", port: 8650}}]);
    expect(config.metrics).toEqual({host: "127.0.0.1", port: 3000});
  });

  test("hosts no ParaTime when paths are absent or empty", () => {
    for (const yaml of ["runtime: {supported: []}", "runtime: {paths: {}}", "runtime: {paths: }"]) {
      expect(configOf([], yaml).runtimes.hosted).toEqual([]);
    }
  });

  test.each([
    [["--consensus.tendermint.mode=foo"], "tendermint: unsupported mode: foo"],
    [["--consensus.tendermint.abci.prune.strategy=x"], "abci/pruner: unknown pruning strategy: 'x'"],
    [
      ["--consensus.engine.backend=embedded", "--consensus.tendermint.mode=seed"],
      "consensus: the embedded engine has no peers to seed",
    ],
    [
      ["--consensus.tendermint.core.listen_address=1.2.3.4:5"],
      'tendermint: malformed address: "1.2.3.4:5" has no scheme tcp',
    ],
    [["--consensus.tendermint.state_sync.enabled"], "at least two consensus nodes must be provided (got 0)"],
    [["--consensus.tendermint.sentry.upstream_address=x"], "malformed sentry upstream address: x"],
    [["--runtime.supported=12"], "malformed runtime map item: 12"],
    [["--runtime.paths=12=/x"], "bad runtime identifier '12': malformed namespace"],
    [
      [`--runtime.paths=${id}=/x`, "--runtime.provisioner=unconfined"],
      "unconfined provisioner requires use of unsafe debug flags",
    ],
    [[`--runtime.paths=${id}=/x`, "--runtime.provisioner=x"], "unsupported runtime provisioner: x"],
    [["--runtime.history.pruner.strategy=x"], "runtime/registry: unknown history pruner strategy: x"],
    [
      ["--runtime.history.pruner.interval=100ms"],
      "runtime/registry: history prune interval must be >= 1s (got 100ms)",
    ],
    [["--worker.client.addresses=example.com:1"], "malformed ip address: example.com"],
    [["--worker.client.addresses=1.2.3.4"], "malformed address: address 1.2.3.4: missing port in address"],
    [["--worker.p2p.addresses=1.2.3.4:x"], "malformed port: x"],
    [["--worker.p2p.addresses=1.2.3.4:65536"], "malformed port: 65536"],
    [
      ["--worker.sentry.address=1.2.3.4:5"],
      "worker: bad sentry address (1.2.3.4:5): node: TLS address missing PubKey@ part",
    ],
    [["--worker.storage.backend=x"], "storage: unsupported backend: 'x'"],
    [["--worker.keymanager.enabled"], "worker/keymanager: failed to parse runtime ID: malformed namespace"],
    [["--ias.proxy.address=h:1"], "missing public key in address 'h:1'"],
    [["--metrics.mode=Foo"], "metrics: unsupported mode: 'foo'"],
    [["--metrics.mode=pull", "--metrics.address=x"], "metrics: address x: missing port in address"],
    [["--signer.backend=ledger"], "unsupported signer backend: ledger"],
    [["--tendermint.db.backend=x"], "tendermint/db: unsupported backend: 'x'"],
  ])("refuses %j in the words of the reference", (args, message) => {
    expect(messagesOf(args)).toEqual([message]);
  });

  test("tells everything that is wrong at once, with its place", () => {
    const yaml = "metrics:\n  mode: x\nruntime:\n  supported: [a, b]\nworker: {client: {port: x}}\n";
    const outcome = nodeConfig(read(nodeOptions, [], yaml), "/w");
    const problems = "problems" in outcome ? outcome.problems : [];
    expect(problems.map(({key: name, source}) => [name, source.from === "file" ? source.line : 0])).toEqual([
      ["worker.client.port", 5],
      ["datadir", 0],
      ["metrics.mode", 2],
      ["runtime.supported", 4],
      ["runtime.supported", 4],
    ]);
  });

  test("lets 64 ParaTimes be followed, and no more", () => {
    const ids = (count: number) =>
      Array.from({length: count}, (_, at) => at.toString(16).padStart(64, "0")).join(",");
    expect(configOf([`--runtime.supported=${ids(64)}`]).runtimes.supported).toHaveLength(64);
    expect(messagesOf([`--runtime.supported=${ids(65)}`])).toEqual([
      "runtime/registry: too many registered runtimes",
    ]);
  });
});

describe("addresses", () => {
  test.each([
    ["1.2.3.4", "missing port in address"],
    ["1.2.3.4:5:6", "too many colons in address"],
    ["::1", "too many colons in address"],
    ["[::1]", "missing port in address"],
    ["[::1:5", "missing ']' in address"],
    ["[::1]x:5", "missing port in address"],
    ["a]b:5", "unexpected ']' in address"],
    ["a:-1", "invalid port"],
    ["a:0x10", "invalid port"],
  ])("%s has a reason to be refused", (text, why) => {
    expect(parseHostPort(text)).toEqual({fault: `address ${text}: ${why}`});
  });

  test("take literal IPs of both kinds", () => {
    expect(parseIpPort("10.0.0.1:80")).toEqual({
      value: {ip: Uint8Array.of(10, 0, 0, 1), port: 80n, zone: ""},
    });
    expect(parseHostPort(":3000")).toEqual({value: {host: "", port: 3000}});
    expect(parseHostPort("[::]:1")).toEqual({value: {host: "::", port: 1}});
  });
});
