import {copyFileSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {fromJson} from "@oasis-node/primitives/cbor";
import {parseJson} from "@oasis-node/primitives/json";
import {KeymanagerStatus} from "@oasis-node/state-transition/keymanager";
import {describe, expect, test} from "vitest";
import {run, testDirectory} from "../support/world.ts";

const runtime = `40${"0".repeat(61)}1`;
const client = `80${"0".repeat(61)}2`;
const [enclaveA, enclaveB, enclaveC] = ["a", "b", "c"].map((digit) => digit.repeat(128));
const init = [
  "keymanager",
  "init_policy",
  "--keymanager.policy.id",
  runtime,
  "--keymanager.policy.serial",
  "3",
];
const enclaves = [
  ...["--keymanager.policy.enclave.id", enclaveA ?? ""],
  ...["--keymanager.policy.may.query", `${client}=${enclaveB},${enclaveC}`],
  ...["--keymanager.policy.enclave.id", enclaveB ?? "", "--keymanager.policy.may.replicate", enclaveC ?? ""],
];
const testKey = ["--debug.dont_blame_oasis", "--debug.allow_test_keys", "--keymanager.policy.testkey"];
const verify = ["keymanager", "verify_policy", "--debug.dont_blame_oasis", "--debug.allow_test_keys"];

function base64(hex: string | undefined): string {
  return Buffer.from(hex ?? "", "hex").toString("base64");
}

describe("keymanager", () => {
  test("a policy is made, signed, verified and put into a status and a transaction", async () => {
    const cwd = testDirectory();
    expect(await run([...init, ...enclaves], {cwd})).toEqual({code: 0, stdout: "", stderr: ""});
    expect(await run(["keymanager", "sign_policy", ...testKey, "1"], {cwd})).toMatchObject({code: 0});
    expect(await run(verify, {cwd})).toEqual({code: 0, stdout: "", stderr: ""});
    const shown = (await run([...verify, "-v"], {cwd})).stdout;
    const {enclaves: policies, serial} = JSON.parse(shown);
    expect(serial).toBe(3);
    // Each permission belongs to the enclave before it.
    const [first, second] = [enclaveA, enclaveB].map((hex) => policies[base64(hex)]);
    expect(first).toEqual({may_query: {[client]: [base64(enclaveB), base64(enclaveC)]}, may_replicate: []});
    expect(second).toEqual({may_query: {}, may_replicate: [base64(enclaveC)]});

    const status = ["keymanager", "init_status", "--keymanager.status.id", runtime];
    expect((await run(status, {cwd})).code).toBe(0);
    const made = fromJson(KeymanagerStatus, parseJson(readFileSync(join(cwd, "km_status.json"), "utf8")));
    expect(made).toMatchObject({isInitialized: false, policy: {policy: {serial: 3}}});
    expect(made.policy?.signatures).toHaveLength(1);

    const genesis = join(import.meta.dirname, "../../../../test/vectors/chain-1/genesis.json");
    copyFileSync(genesis, join(cwd, "genesis.json"));
    await run(["registry", "entity", "init"], {cwd});
    const update = ["keymanager", "gen_update", "--debug.dont_blame_oasis", "--debug.allow_test_keys"];
    const {code, stdout} = await run([...update, "--transaction.file", "update.tx"], {cwd});
    expect(code).toBe(0);
    expect(stdout).toContain(
      '  Method: keymanager.UpdatePolicy\n  Body:\n    {\n      "policy": {\n        "serial": 3,\n',
    );
  });

  test("a signature of another policy does not hold", async () => {
    const cwd = testDirectory();
    await run([...init, ...enclaves], {cwd});
    await run(["keymanager", "sign_policy", ...testKey, "2"], {cwd});
    await run(init, {cwd});
    const {code, stdout} = await run(verify, {cwd});
    expect(code).toBe(1);
    expect(stdout).toContain('err="signature is not valid for given policy"');
    expect((await run([...verify, "--keymanager.policy.ignore.signature"], {cwd})).code).toBe(0);
  });

  test.each<[string[], string]>([
    [["sign_policy"], "no private key file or test key provided"],
    [["sign_policy", ...testKey, "4"], "test key index invalid"],
    [["sign_policy", "--keymanager.policy.key.file", "no.pem"], "file does not exist"],
    [["verify_policy", "--keymanager.policy.file", "no.cbor"], "open no.cbor: no such file or directory"],
    [
      ["init_policy", "--keymanager.policy.id", "xyz", "--keymanager.policy.serial", "1"],
      "failed to parse key manager runtime ID",
    ],
    [
      [
        "init_status",
        "--keymanager.status.id",
        runtime,
        "--keymanager.policy.file=",
        "--keymanager.status.initialized",
      ],
      "keymanager.status.initialized is true, but keymanager.status.checksum is not provided",
    ],
    [
      [
        "init_status",
        "--keymanager.status.id",
        runtime,
        "--keymanager.policy.file=",
        "--keymanager.status.checksum",
        "ab",
      ],
      "keymanager.status.checksum provided, but keymanager.status.initialized is false",
    ],
  ])("%j is refused", async (args, message) => {
    const {code, stdout} = await run(["keymanager", ...args], {cwd: testDirectory()});
    expect(code).toBe(1);
    expect(stdout).toContain(message);
  });

  test("what a policy needs is demanded", async () => {
    const {code, stderr} = await run(["keymanager", "init_policy"], {cwd: testDirectory()});
    expect(code).toBe(1);
    expect(stderr).toContain(
      'Error: required flag(s) "keymanager.policy.id", "keymanager.policy.serial" not set\nUsage:',
    );
  });
});
