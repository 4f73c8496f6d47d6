import {once} from "node:events";
import {chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {createServer, type Server} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {Guide} from "./support/guide.ts";

const directory = mkdtempSync(join(tmpdir(), "oasis-e2e-"));
const guide = new Guide(directory);
const taken: Server = createServer();
let config = "";
let port = 0;

beforeAll(async () => {
  const id = await guide.makeKeys();
  const address = (await guide.output("stake", "pubkey2address", "--public_key", id)).trim();
  guide.writeStaking(address, 200n);
  expect(await guide.initGenesis()).toMatchObject({code: 0});
  guide.writeConfig();
  config = guide.read("etc/config.yml");
  taken.listen(0);
  await once(taken, "listening");
  const where = taken.address();
  port = typeof where === "object" && where !== null ? where.port : 0;
});

afterAll(() => {
  taken.close();
  rmSync(directory, {recursive: true, force: true});
});

/** What the node that does not start says: lines of its log that are errors, and what went to stderr. */
async function refusal(text: string): Promise<readonly string[]> {
  writeFileSync(guide.path("etc/config.yml"), text);
  const before = readdirSync(guide.path("node")).filter((name) => name.endsWith(".pem"));
  const node = guide.startNode();
  expect(await node.saying(/ready to serve/), "the node started").toBeNull();
  const {code, stdout, stderr} = await node.ended;
  expect(code).toBe(1);
  const after = readdirSync(guide.path("node"));
  expect(after.filter((name) => name.endsWith(".pem"))).toEqual(before);
  expect(after.filter((name) => /\.tmp$|\.sock$|^lock\./.test(name))).toEqual([]);
  const errors = stdout.split("\n").filter((line) => line.includes('"level":"error"'));
  return [
    ...errors.map((line) => textOf(JSON.parse(line))),
    ...stderr.split("\n").filter((line) => line !== ""),
  ];
}

function textOf({msg, err}: {readonly msg: string; readonly err?: string}): string {
  return err === undefined ? msg : `${msg}: ${err}`;
}

describe("a node that cannot start says why, once for each reason, and leaves nothing behind", {
  timeout: 60_000,
}, () => {
  test.each<readonly [what: string, change: (text: string) => string, messages: readonly RegExp[]]>([
    [
      "a genesis document that is not there",
      (text) => text.replace("genesis.json", "none.json"),
      [/failed to initialize the genesis provider: .*open .*none\.json: no such file or directory$/],
    ],
    [
      "a genesis document that is a directory",
      (text) => text.replace("etc/genesis.json", "etc"),
      [/failed to initialize the genesis provider: .*: is a directory$/],
    ],
    [
      "an entity descriptor that is not there",
      (text) => text.replace("entity/entity.json", "entity/none.json"),
      [/failed to load entity descriptor: open .*none\.json: no such file or directory$/],
    ],
    [
      "a malformed address",
      (text) => text.replace("tcp://127.0.0.1:26656", "127.0.0.1"),
      [/^failed to initialize tendermint service: tendermint: malformed address: "127\.0\.0\.1"/],
    ],
    [
      "a port of metrics that is taken",
      (text) => `${text}metrics:\n  mode: pull\n  address: 127.0.0.1:${port}\n`,
      [/metrics.*address already in use/],
    ],
    [
      "a port of clients that is taken",
      (text) =>
        text.replace(
          "worker:\n",
          `worker:\n  consensusrpc:\n    enabled: true\n  client:\n    port: ${port}\n    addresses: ["127.0.0.1:9100"]\n`,
        ),
      [/gRPC server: cannot listen on :\d+: .*address already in use/],
    ],
    [
      "several problems at once",
      (text) => `${text.replace("tcp://127.0.0.1:26656", "http://x")}metrics:\n  mode: oops\n`,
      [/metrics: unsupported mode: 'oops'$/, /malformed address: "http:\/\/x"/],
    ],
  ])("%s", async (_, change, messages) => {
    const found = await refusal(change(config));
    expect(found).toEqual(messages.map((message) => expect.stringMatching(message)));
  });

  test("a data directory that others can read", async () => {
    chmodSync(guide.path("node"), 0o755);
    try {
      expect(await refusal(config)).toEqual([
        `common/Mkdir: path '${guide.path("node")}' has invalid permissions: -rwxr-xr-x. Expected permissions: -rwx------`,
      ]);
    } finally {
      chmodSync(guide.path("node"), 0o700);
    }
  });

  test("a key that others can read", async () => {
    const key = guide.path("node/identity.pem");
    chmodSync(key, 0o644);
    try {
      expect(await refusal(config)).toEqual([
        `failed to load/generate identity: signature/signer/file: invalid PEM file permissions 644 on ${key}`,
      ]);
    } finally {
      chmodSync(key, 0o600);
    }
  });

  test.each([
    ["etc/none.yml", "open etc/none.yml: no such file or directory\n"],
    ["etc", "read etc: is a directory\n"],
  ])("configuration %s", async (path, stderr) => {
    expect(await guide.run("--config", path)).toEqual({code: 1, signal: null, stdout: "", stderr});
  });
});

test("a key that nobody knows is told, and has no effect", {timeout: 60_000}, async () => {
  writeFileSync(guide.path("etc/config.yml"), `${config}unheard:\n  of: 1\n`);
  const node = guide.startNode();
  expect(await node.saying(/ready to serve/)).not.toBeNull();
  node.kill("SIGTERM");
  const {code, stdout} = await node.ended;
  expect(code).toBe(0);
  expect(stdout.match(/unknown key unheard\.of, it has no effect/g)).toHaveLength(1);
});

test("a data directory in use is refused, and the node that uses it goes on", {timeout: 60_000}, async () => {
  writeFileSync(guide.path("etc/config.yml"), config);
  const node = guide.startNode();
  expect(await node.saying(/ready to serve/)).not.toBeNull();
  const second = guide.startNode();
  const {code, stdout} = await second.ended;
  expect(code).toBe(1);
  expect(stdout.match(/"level":"error"/g)).toHaveLength(1);
  expect(stdout).toContain(`data directory ${guide.path("node")} is in use by process ${node.pid} since`);
  expect(await guide.output("control", "is-synced", "-a", guide.socket)).toBe(
    "node completed initial syncing\n",
  );
  node.kill("SIGTERM");
  expect((await node.ended).code).toBe(0);
});
