import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import {createServer, type Server} from "node:net";
import {join} from "node:path";
import type {NetworkOptions} from "@oasis-node/localnet/network";
import {type Clock, systemClock} from "@oasis-node/primitives/clock";
import {describe, expect, onTestFinished, test} from "vitest";
import {configuredNetwork} from "../support/nodeFile.ts";
import {comparable, recording} from "../support/recording.ts";
import {type Outcome, run, type Setting, testDirectory} from "../support/world.ts";

const chainGenesis = join(import.meta.dirname, "../../../../test/vectors/chain-1/genesis.json");

/** An output without what depends on the machine: times, and how many files it lets a process open. */
function told(text: string): string {
  return comparable(text).replaceAll(/^.*RLIMIT_NOFILE.*\n/gm, "");
}

describe("a node that cannot start", () => {
  test.each([
    "err_node_bad_mode",
    "err_node_datadir_0755",
    "err_node_default_genesis",
    "err_node_missing_genesis",
    "err_node_bad_genesis",
  ])("%s: the words and the exit code of the recording", async (name) => {
    const {args, code, stdout, stderr} = recording(name);
    const cwd = scene();
    const outcome = await run(
      args.map((arg) => arg.replaceAll("$RUN", cwd)),
      {cwd},
    );
    const there = (text: string): string => text.replaceAll(cwd, "$RUN");
    expect({code: outcome.code, stdout: told(there(outcome.stdout)), stderr: there(outcome.stderr)}).toEqual({
      code,
      stdout: told(stdout),
      stderr,
    });
  });

  test.each(["err_node_bad_log_format", "err_node_bad_log_level"])("%s: a wrong flag", async (name) => {
    const {args, code, stderr} = recording(name);
    const cwd = scene();
    const outcome = await run(
      args.map((arg) => arg.replaceAll("$RUN", cwd)),
      {cwd},
    );
    const [first] = outcome.stderr.split("\n");
    expect({code: outcome.code, stdout: outcome.stdout, first}).toEqual({
      code,
      stdout: "",
      first: stderr.split("\n")[0],
    });
    expect(existsSync(join(cwd, "cliwork/nd/identity.pem"))).toBe(false);
  });

  test("without a data directory it says so", async () => {
    const {code, stdout} = await run([]);
    expect(code).toBe(1);
    expect(told(stdout)).toBe('ts=T level=error module=oasis-node msg="data directory not configured"\n');
  });

  test("all that is wrong is told at once: in the log when there can be one", async () => {
    const flags = ["--consensus.tendermint.mode", "foo", "--metrics.mode", "push"];
    const {code, stdout} = await run([...flags, "--worker.client.addresses", "1.2.3.4:x"]);
    expect(code).toBe(1);
    expect(told(stdout).split("\n").toSorted()).toEqual(
      [
        "",
        'ts=T level=error module=oasis-node msg="data directory not configured"',
        `ts=T level=error module=oasis-node msg="failed to initialize metrics server" err="metrics: unsupported mode: 'push'"`,
        'ts=T level=error module=oasis-node msg="failed to initialize tendermint service" err="tendermint: unsupported mode: foo"',
        'ts=T level=error module=oasis-node msg="failed to initialize workers" err="malformed port: x"',
      ].toSorted(),
    );
  });

  test("all that is wrong in a file is told at once, on stderr, before anything is made", async () => {
    const cwd = testDirectory();
    const lines = ["datadir: nd", "log: {level: loud}", "consensus: {tendermint: {mode: foo}}"];
    writeFileSync(join(cwd, "node.yml"), lines.join("\n"));
    const {code, stdout, stderr} = await run(["--config", join(cwd, "node.yml")], {cwd});
    expect({code, stdout}).toEqual({code: 1, stdout: ""});
    expect(stderr).toBe("log.level: logging: invalid log level: 'loud'\ntendermint: unsupported mode: foo\n");
    expect(existsSync(join(cwd, "nd"))).toBe(false);
  });

  test("a file that is none, or not there, is all that is told", async () => {
    const cwd = testDirectory();
    writeFileSync(join(cwd, "bad.yml"), "a: [1, 2\n");
    const bad = await run(["--config", join(cwd, "bad.yml")], {cwd});
    expect({code: bad.code, stdout: bad.stdout}).toEqual({code: 1, stdout: ""});
    expect(bad.stderr).toMatch(/^While parsing config: yaml: line \d+: .*\n$/);
    const {code, stderr} = await run(["--config", "nope.yml"], {cwd});
    expect({code, stderr}).toEqual({code: 1, stderr: "open nope.yml: no such file or directory\n"});
  });

  test("keys that nothing reads are warned of, with what may be meant", async () => {
    const cwd = testDirectory();
    writeFileSync(join(cwd, "node.yml"), "datadir: nd\nworker: {clinet: {port: 1}}\n");
    const {stdout} = await run(["--config", join(cwd, "node.yml")], {cwd});
    expect(stdout).toContain(
      "unknown key worker.clinet.port, it has no effect, did you mean worker.client.port?",
    );
  });
});

describe("a node that runs", () => {
  test("answers until it is told to stop, exits with 0, and goes on the next time", async () => {
    const {config, node, socket} = await network();
    const first = await started(config, socket);
    const status = await run(["control", "status", "-a", socket]);
    expect(status.code).toBe(0);
    const second = await run(["--config", config], {clock: systemClock});
    expect(second.code).toBe(1);
    expect(second.stdout).toContain("failed to open common node store");
    const reset = await run(["unsafe-reset", "--datadir", node]);
    expect(reset.code).toBe(1);
    expect(reset.stdout).toContain("failed to lock data directory");
    expect(await first.stop()).toMatchObject({code: 0, stderr: ""});
    const again = await started(config, socket);
    const later = await run(["control", "status", "-a", socket]);
    const height = ({stdout}: Outcome): number => JSON.parse(stdout).consensus.latest_height;
    expect(height(later)).toBeGreaterThanOrEqual(height(status));
    expect((await again.stop()).code).toBe(0);
    expect((await run(["control", "status", "-a", socket])).code).toBe(128);
  });

  test("a port that is taken is told, and nothing is left running", async () => {
    const {config, node} = await network();
    const port = await takenPort();
    const metrics = ["--metrics.mode", "pull", "--metrics.address", `127.0.0.1:${port}`];
    const outcome = await run(["--config", config, ...metrics], {clock: systemClock});
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain("failed to start metrics reporting server");
    expect(outcome.stdout).toMatch(/address already in use|EADDRINUSE/);
    const reset = await run(["unsafe-reset", "--datadir", node]);
    expect(reset.code).toBe(0);
  });

  test("a planned halt of the network has an exit code of its own", async () => {
    const {config, node} = await network({haltEpoch: 1n, blocksPerEpoch: 3n});
    // A node that halts gives others time to read from it; nobody does here.
    const impatient: Clock = {
      now: () => systemClock.now(),
      sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 50), signal),
    };
    expect((await run(["--config", config], {clock: impatient})).code).toBe(3);
    expect(existsSync(join(node, "internal.sock"))).toBe(false);
    expect(readdirSync(join(node, "exports"))).toEqual([expect.stringMatching(/^genesis-.*-at-\d+\.json$/)]);
  });

  test("a stop that comes while it starts is obeyed", async () => {
    const {config} = await network();
    const signal = AbortSignal.abort();
    expect((await run(["--config", config], {clock: systemClock, signal})).code).toBe(0);
  });
});

/** What the recorded commands found: directories, and a genesis document with one that does not add up. */
function scene(): string {
  const cwd = testDirectory();
  mkdirSync(join(cwd, "cliwork/nd755"), {recursive: true});
  chmodSync(join(cwd, "cliwork/nd755"), 0o755);
  mkdirSync(join(cwd, "c1"));
  copyFileSync(chainGenesis, join(cwd, "c1/genesis.json"));
  const text = readFileSync(chainGenesis, "utf8").replace(/"total_supply": "\d+"/, '"total_supply": "1"');
  writeFileSync(join(cwd, "cliwork/genesis-bad_total_supply.json"), text);
  return cwd;
}

interface MadeNetwork {
  readonly config: string;
  readonly node: string;
  readonly socket: string;
}

async function network(options: NetworkOptions = {}): Promise<MadeNetwork> {
  const paths = await configuredNetwork({emptyBlockInterval: 20, ...options});
  return {config: paths.config, node: paths.node, socket: `unix:${paths.socket}`};
}

/** Runs a node with the program's root command, once it answers. */
async function started(config: string, socket: string): Promise<{stop(): Promise<Outcome>}> {
  const stopping = new AbortController();
  const setting: Setting = {clock: systemClock, signal: stopping.signal};
  const outcome = run(["--config", config], setting);
  onTestFinished(() => stopping.abort());
  expect(await run(["control", "wait-sync", "--wait", "-a", socket])).toMatchObject({code: 0});
  return {
    stop: () => {
      stopping.abort();
      return outcome;
    },
  };
}

async function takenPort(): Promise<number> {
  const server: Server = createServer();
  onTestFinished(() => {
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new RangeError("a server has a port");
  return address.port;
}
