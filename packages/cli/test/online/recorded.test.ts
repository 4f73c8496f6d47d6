import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {LiveNode} from "../support/liveNode.ts";
import {comparable, layout, recording} from "../support/recording.ts";
import {run} from "../support/world.ts";

let node: LiveNode;

beforeAll(async () => {
  node = await LiveNode.start();
});

afterAll(async () => {
  await node.localnet.stop();
});

/** The recorded command line, said to this node. */
function again(name: string): readonly string[] {
  const {args} = recording(name);
  return args.slice(0, args.indexOf("-a"));
}

describe("commands that talk to a node", () => {
  test.each([
    "control_is-synced",
    "governance_list_proposals",
    "stake_account_info_bad_address",
    "stake_account_info_no_address",
  ])("%s is the same to the byte", async (name) => {
    const {code, stdout, stderr} = recording(name);
    const outcome = await node.run(again(name));
    expect({...outcome, stdout: comparable(outcome.stdout)}).toEqual({
      code,
      stdout: comparable(stdout),
      stderr,
    });
  });

  test.each(["control_status", "stake_info", "registry_node_list_v"])(
    "%s has the layout of the recording",
    async (name) => {
      const {code, stdout, stderr} = recording(name);
      const outcome = await node.run(again(name));
      expect({...outcome, stdout: layout(outcome.stdout)}).toEqual({code, stdout: layout(stdout), stderr});
    },
  );

  test("registry entity list: IDs, and descriptors with -v", async () => {
    const {stdout: ids} = await node.run(["registry", "entity", "list"]);
    expect(layout(ids)).toEqual(["KEY", ""]);
    const {stdout} = await node.run(["registry", "entity", "list", "-v"]);
    const [first = ""] = recording("registry_entity_list_v").stdout.split("\n{");
    expect(layout(stdout)).toEqual([...layout(first), ""]);
  });

  test("stake list: addresses, and accounts with -v, one object each", async () => {
    const {stdout} = await node.run(["stake", "list"]);
    expect(layout(stdout)).toEqual([...Array.from({length: 5}, () => "ADDRESS"), ""]);
    const {stdout: accounts} = await node.run(["stake", "list", "-v"]);
    const [first = ""] = recording("stake_list_v").stdout.split("\n{");
    const ours = accounts.split(/\n(?=\{)/).find((one) => one.includes(node.address("alice"))) ?? "";
    expect(layout(ours.trimEnd())).toEqual(layout(first));
  });

  test("registry runtime list prints nothing where there are none", async () => {
    expect(await node.run(["registry", "runtime", "list", "-v", "--include_suspended"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
  });

  test("registry node is-registered answers by exit code, for the node of the data directory", async () => {
    const {paths} = node.localnet;
    const {stdout} = recording("registry_node_is-registered");
    const registered = ["registry", "node", "is-registered", "--datadir"];
    expect(await node.run([...registered, paths.node])).toEqual({code: 0, stdout, stderr: ""});
    const other = join(paths.directory, "other");
    expect((await run(["identity", "init", "--datadir", other])).code).toBe(0);
    const unknown = await node.run([...registered, other]);
    expect(unknown).toEqual({code: 1, stdout: "node is not registered\n", stderr: ""});
    const without = await node.run([...registered, join(paths.directory, "empty")]);
    const none = recording("registry_node_is-registered_no_identity");
    expect({...without, stdout: comparable(without.stdout)}).toEqual({
      code: none.code,
      stdout: comparable(none.stdout),
      stderr: none.stderr,
    });
  });

  test.each([
    ["err_no_socket", "control status"],
    ["err_is-synced_no_socket", "control is-synced"],
  ])("%s: two lines and exit code 128", async (name, command) => {
    const {code, stdout, stderr} = recording(name);
    const cwd = node.localnet.paths.directory;
    const outcome = await run([...command.split(" "), "-a", `unix:${cwd}/cliwork/none.sock`]);
    const there = outcome.stdout.replaceAll(cwd, "$RUN");
    expect({...outcome, stdout: comparable(there)}).toEqual({code, stdout: comparable(stdout), stderr});
  });

  test("all other commands exit with 1 when there is no node", async () => {
    const {code, stdout} = await run(["control", "wait-sync", "-a", "unix:/none.sock"]);
    expect({code, lines: stdout.split("\n").length}).toEqual({code: 1, lines: 3});
    expect(stdout).toContain("failed to wait for sync status");
  });

  test("a path in the place of an address is taken for a socket, with a warning", async () => {
    const {socket} = node.localnet.paths;
    const {code, stdout} = await run(["control", "is-synced", "-a", socket]);
    expect(code).toBe(0);
    expect(comparable(stdout)).toBe(
      `ts=T level=warn module=cmd/grpc msg="'${socket}' is a file name. Assuming 'unix:${socket}'."\nnode completed initial syncing\n`,
    );
  });

  test("a relative path starts where the command is run", async () => {
    const outcome = await run(["control", "is-synced"], {cwd: node.localnet.paths.node});
    expect(outcome).toEqual({code: 0, stdout: "node completed initial syncing\n", stderr: ""});
  });

  test("an address that is none is told", async () => {
    const {code, stdout} = await run(["stake", "info", "-a", "nowhere"]);
    expect(code).toBe(1);
    expect(comparable(stdout)).toBe(
      `ts=T level=error module=cmd/stake msg="failed to establish connection with node" err="'nowhere' is neither unix:PATH nor HOST:PORT"\n`,
    );
  });

  test("with bodies and DEBUG the log tells of each call", async () => {
    const {stdout} = await node.run(["control", "is-synced", "--grpc.log.debug", "--log.level", "DEBUG"]);
    const lines = comparable(stdout).split("\n");
    const method = "method=/oasis-core.NodeController/IsSynced req_seq=1";
    expect(lines[0]).toBe(`level=debug module=grpc/client ts=T msg=request ${method} req=null`);
    expect(lines[1]).toBe(`level=debug module=grpc/client ts=T msg="request succeeded" ${method}`);
  });

  test("genesis dump gives a document that passes all checks, in ./genesis.json unless told otherwise", async () => {
    const cwd = join(node.localnet.paths.directory, "entity");
    expect(await node.run(["genesis", "dump"], {cwd})).toEqual({code: 0, stdout: "", stderr: ""});
    const check = ["genesis", "check", "--debug.dont_blame_oasis"];
    const {code, stdout} = await run(check, {cwd});
    expect(code).toBe(0);
    expect(stdout).toContain("genesis file is valid and in canonical form");
    const shown = await node.run(["genesis", "dump", "-g", "", "--height", "1"]);
    expect(JSON.parse(shown.stdout)).toMatchObject({height: 1, staking: {token_symbol: "TEST"}});
  });

  test("the facts for programs", async () => {
    const json = async (...args: string[]): Promise<unknown> =>
      JSON.parse((await node.run([...args, "--json"])).stdout);
    expect(await json("control", "is-synced")).toEqual({synced: true});
    expect(await json("stake", "info")).toMatchObject({
      token: {symbol: "TEST", value_exponent: 9},
      thresholds: {entity: "100000000000", "runtime-keymanager": "100000000000"},
    });
    expect(await json("registry", "node", "list")).toMatchObject([{v: 1, roles: "validator"}]);
    expect(await json("registry", "runtime", "list")).toEqual([]);
    expect(await json("stake", "list")).toHaveLength(5);
    const address = node.address("alice");
    const info = await json("stake", "account", "info", "--stake.account.address", address);
    expect(info).toMatchObject({address, account: {general: {balance: "10000000000000"}}});
  });
});
