import {spawn, spawnSync} from "node:child_process";
import {mkdirSync, readdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {createInterface} from "node:readline";
import {describe, expect, test} from "vitest";
import {configuredNetwork} from "../support/nodeFile.ts";
import {recording} from "../support/recording.ts";
import {testDirectory} from "../support/world.ts";

const program = join(import.meta.dirname, "../../bin/oasis-node.mjs");

function start(args: readonly string[], cwd: string) {
  const {status, stdout, stderr} = spawnSync(process.execPath, [program, ...args], {
    cwd,
    encoding: "utf8",
    input: "",
  });
  return {code: status, stdout, stderr};
}

describe("the program", () => {
  test("prints its version to the byte", () => {
    const {code, stdout, stderr} = recording("version");
    expect(start(["--version"], testDirectory())).toEqual({code, stdout, stderr: stderr.trimEnd()});
  });

  test("ends with the exit code of the command, outputs in their places", () => {
    const {code, stdout, stderr} = start(["frobnicate"], testDirectory());
    expect({code, stdout}).toEqual({code: 1, stdout: ""});
    expect(stderr).toBe(recording("err_unknown_command").stderr.trimEnd().concat("\n"));
  });

  test("lets nobody else read what it makes, whatever the umask", () => {
    const cwd = testDirectory();
    mkdirSync(join(cwd, "entity"), {mode: 0o700});
    const before = process.umask(0);
    try {
      expect(start(["registry", "entity", "init", "--signer.dir", "entity"], cwd).code).toBe(0);
      expect(start(["identity", "init", "--datadir", "node"], cwd).code).toBe(0);
    } finally {
      process.umask(before);
    }
    for (const folder of ["entity", "node"].map((name) => join(cwd, name))) {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
      expect(new Set(modes)).toEqual(new Set([0o600]));
    }
  });

  test("a node stops cleanly on SIGTERM, also when whoever sends it sends it twice", async () => {
    const paths = await configuredNetwork();
    const node = spawn(process.execPath, [program, "--config", paths.config], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise<number | null>((resolve) => node.once("close", resolve));
    for await (const line of createInterface({input: node.stdout})) {
      if (!line.includes("initialization complete: ready to serve")) continue;
      node.kill("SIGTERM");
      node.kill("SIGTERM");
    }
    expect(await ended).toBe(0);
    expect(readdirSync(paths.node)).not.toContain("internal.sock");
  });
});
