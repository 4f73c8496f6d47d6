import {existsSync, mkdirSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {parseDocument} from "@oasis-node/state-transition/genesis";
import {describe, expect, test} from "vitest";
import {run, testDirectory} from "../support/world.ts";

const base = ["genesis", "init", "-g", "genesis.json", "--chain.id", "test-chain"];
const token = ["--staking.token_symbol", "TEST", "--staking.token_value_exponent", "9"];
const debug = [
  "--debug.dont_blame_oasis",
  "--registry.debug.allow_unroutable_addresses",
  "--scheduler.debug.bypass_stake",
];

/** A directory with an entity and a validator of its own. */
async function network(): Promise<string> {
  const cwd = testDirectory();
  mkdirSync(join(cwd, "entity"), {mode: 0o700});
  await run(["registry", "entity", "init", "--signer.dir", "entity"], {cwd});
  const [, id = ""] = /"id": "([^"]+)"/.exec(readFileSync(join(cwd, "entity/entity.json"), "utf8")) ?? [];
  const node = [
    "--datadir",
    "node",
    "--node.entity_id",
    id,
    "--node.expiration",
    "1",
    "--node.role",
    "validator",
  ];
  await run(["registry", "node", "init", ...node, "--node.consensus_address", "127.0.0.1:26656"], {cwd});
  const update = ["--signer.dir", "entity", "--entity.node.descriptor", "node/node_genesis.json"];
  await run(["registry", "entity", "update", ...update], {cwd});
  return cwd;
}

const parts = ["--entity", "entity/entity_genesis.json", "--node", "node/node_genesis.json"];

describe("genesis init", () => {
  test("makes a canonical document that genesis check accepts", async () => {
    const cwd = await network();
    expect(await run([...base, ...token, ...parts, ...debug], {cwd})).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect(statSync(join(cwd, "genesis.json")).mode & 0o777).toBe(0o600);
    const checked = await run(["genesis", "check", "-g", "genesis.json", "--debug.dont_blame_oasis"], {cwd});
    expect(checked).toMatchObject({code: 0, stderr: ""});
    expect(checked.stdout).toMatch(/^genesis file is valid and in canonical form\n/);
    // Debug parameters need the gate wherever the document is loaded.
    const strict = await run(["genesis", "check", "-g", "genesis.json"], {cwd});
    expect(strict.stdout).toContain("registry: sanity check failed: one or more unsafe debug flags set");
  });

  test("takes the reference's defaults", async () => {
    const cwd = await network();
    await run([...base, ...token, ...parts, ...debug], {cwd});
    const document = parseDocument(readFileSync(join(cwd, "genesis.json"), "utf8"));
    expect(document).toMatchObject({
      height: 1n,
      chainId: "test-chain",
      haltEpoch: 2n ** 64n - 1n,
      time: 1_795_365_308_000_000_000n,
      beacon: {base: 0n, parameters: {backend: "insecure", insecureParameters: {interval: 86_400n}}},
      scheduler: {parameters: {minValidators: 1n, maxValidators: 100n, maxValidatorsPerEntity: 1n}},
      governance: {parameters: {minProposalDeposit: 100n, quorum: 90, threshold: 90, votingPeriod: 100n}},
      roothash: {parameters: {maxRuntimeMessages: 128, maxEvidenceAge: 0n}},
      staking: {tokenSymbol: "TEST", tokenValueExponent: 9, parameters: {feeSplitWeightVote: 1n}},
      consensus: {
        backend: "tendermint",
        parameters: {
          timeoutCommit: 1_000_000_000n,
          maxTxSize: 32_768n,
          maxBlockSize: 22_020_096n,
          maxEvidenceSize: 1_048_576n,
          stateCheckpointInterval: 10_000n,
          stateCheckpointNumKept: 2n,
          stateCheckpointChunkSize: 8_388_608n,
        },
      },
    });
    expect(document.staking.parameters.thresholds?.size).toBe(7);
    expect(document.registry.entities).toHaveLength(1);
    expect(document.registry.nodes).toHaveLength(1);
  });

  test("the test entity gets a fortune and its escrow", async () => {
    const cwd = await network();
    const flags = [...base, ...token, ...parts, ...debug, "--debug.test_entity", "--debug.allow_test_keys"];
    expect((await run(flags, {cwd})).code).toBe(0);
    const {staking, registry} = parseDocument(readFileSync(join(cwd, "genesis.json"), "utf8"));
    expect(staking.totalSupply).toBe(200_000_000_000n);
    expect(registry.entities).toHaveLength(2);
  });

  test.each<[string, string[], string]>([
    ["no symbol", [], "genesis/staking: token symbol not set"],
    ["an entity twice", [...token, ...parts, ...parts], "genesis: duplicate entity registration"],
    ["no such file", [...token, "--entity", "nobody.json"], "open nobody.json: no such file or directory"],
    [
      "a file of another kind",
      [...token, "--runtime", "entity/entity.pem"],
      "invalid character '-' in numeric literal",
    ],
    [
      "an unknown governance model",
      [...token, "--registry.enable_runtime_governance_models", "king"],
      "unsupported governance model: 'king'",
    ],
  ])("%s is refused and nothing written", async (_what, flags, message) => {
    const cwd = await network();
    const {code, stdout} = await run([...base, ...flags], {cwd});
    expect(code).toBe(1);
    expect(stdout.split("\n").at(-2)).toContain(message);
    expect(existsSync(join(cwd, "genesis.json"))).toBe(false);
  });

  test("genesis check shows what is not canonical", async () => {
    const cwd = await network();
    await run([...base, ...token, ...parts, ...debug], {cwd});
    const text = readFileSync(join(cwd, "genesis.json"), "utf8");
    const check = ["genesis", "check", "-g", "other.json", "--debug.dont_blame_oasis"];
    writeFileSync(join(cwd, "other.json"), text.replace('  "height": 1,', '    "height": 1,'));
    const outcome = await run(check, {cwd});
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain('err="genesis file is not in canonical form, see the diff on stderr"');
    expect(outcome.stderr).toMatch(/^Diff:\n--- Actual\n\+\+\+ Canonical\n@@ -1,5 \+1,5 @@\n/);
    writeFileSync(join(cwd, "other.json"), text.replaceAll(/\n */g, ""));
    expect((await run(check, {cwd})).stdout).toContain("genesis file has everything on a single line");
  });
});
