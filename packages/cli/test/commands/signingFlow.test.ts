import {existsSync, writeFileSync} from "node:fs";
import {describe, expect, test} from "vitest";
import {Scene} from "../support/scene.ts";

const question = "\nAre you sure you want to continue? (y)es/(n)o: ";
const burn = [
  ...["stake", "account", "gen_burn", "--debug.dont_blame_oasis", "-g", "$RUN/c1/genesis.json"],
  ...["--signer.dir", "$RUN/c1/entity-1", "--stake.amount", "7"],
];
const toFile = ["--transaction.file", "$RUN/burn.tx"];

describe("signing", () => {
  test("somebody at a terminal is asked, and may say yes in any case", async () => {
    const scene = await Scene.open();
    const {code, stdout} = await scene.run([...burn, ...toFile], {answers: ["YES"]});
    expect(code).toBe(0);
    expect(stdout.endsWith(question)).toBe(true);
    expect(existsSync(scene.path("burn.tx"))).toBe(true);
  });

  test("what is neither yes nor no is asked again, and no writes nothing", async () => {
    const scene = await Scene.open();
    const {code, stdout} = await scene.run([...burn, ...toFile], {answers: ["perhaps", "n"]});
    expect(code).toBe(1);
    expect(stdout).toContain(`${question}Unrecognized response: 'perhaps'. Please, type (y)es or (n)o: `);
    expect(existsSync(scene.path("burn.tx"))).toBe(false);
  });

  test("who hangs up has not agreed", async () => {
    const scene = await Scene.open();
    expect((await scene.run([...burn, ...toFile], {answers: []})).code).toBe(1);
    expect(existsSync(scene.path("burn.tx"))).toBe(false);
  });

  test("--assume_yes and -y ask nobody", async () => {
    const scene = await Scene.open();
    for (const flag of ["--assume_yes", "-y"]) {
      const {code, stdout} = await scene.run([...burn, ...toFile, flag], {answers: []});
      expect(code).toBe(0);
      expect(stdout).not.toContain("Are you sure");
    }
  });

  test("a configuration file feeds every command", async () => {
    const scene = await Scene.open();
    const lines = ["transaction:", `  file: ${scene.path("burn.tx")}`, "  nonce: 9", "validator: true"];
    writeFileSync(scene.path("config.yml"), `${lines.join("\n")}\n`);
    const {code, stdout} = await scene.run([...burn, "--config", "$RUN/config.yml"]);
    expect(code).toBe(0);
    expect(stdout).toContain("  Nonce:  9\n");
    // A flag of the command line comes first.
    const again = await scene.run([...burn, "--config", "$RUN/config.yml", "--transaction.nonce=10"]);
    expect(again.stdout).toContain("  Nonce:  10\n");
  });

  test.each<[string, string[], string]>([
    ["no file", [], 'msg="failed to determine tx file"'],
    [
      "gas that is no number",
      [...toFile, "--transaction.fee.gas", "lots"],
      'msg="failed to parse gas limit" gas=lots',
    ],
    [
      "a folder that is not there",
      ["--transaction.file", "$RUN/no/burn.tx"],
      "open $RUN/no/burn.tx: no such file or directory",
    ],
    [
      "a signer that is none",
      [...toFile, "-s", "ledger"],
      "failed to create signer factory for ledger: unsupported signer backend: ledger",
    ],
    ["roles that are none", [...toFile, "-s", "composite"], "malformed composite role assignment"],
    [
      "an amount that is none",
      [...toFile, "--stake.amount", "x"],
      String.raw`math/big: cannot unmarshal \"x\" into a *big.Int`,
    ],
  ])("%s is one line of the log, exit code 1 and nothing written", async (_what, flags, message) => {
    const scene = await Scene.open();
    const {code, stdout, stderr} = await scene.run([...burn, ...flags]);
    expect({code, stderr}).toEqual({code: 1, stderr: ""});
    expect(stdout.split("\n").at(-2)).toContain(message);
    expect(existsSync(scene.path("burn.tx"))).toBe(false);
  });

  test("the descriptor of another entity is refused", async () => {
    const scene = await Scene.open();
    const {code, stdout} = await scene.run([
      "registry",
      "entity",
      "init",
      "--signer.dir",
      "$RUN/c1/entity-0",
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain("existing entity exists, specify --force to overwrite");
    const forced = ["registry", "entity", "init", "--signer.dir", "$RUN/c1/entity-0", "--force"];
    expect((await scene.run(forced)).stdout).toContain("signature/signer/file: key already exists");
    expect((await scene.run([...forced, "--entity.reuse_signer"])).code).toBe(0);
  });
});
