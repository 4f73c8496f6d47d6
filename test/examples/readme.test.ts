import {execFile} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";
import {startLocalnet} from "@oasis-node/localnet/localnet";
import {addressToText} from "@oasis-node/primitives/address";
import {expect, test} from "vitest";
import {root} from "../../scripts/run.ts";

const program = join(root, "packages", "cli", "bin", "oasis-node.mjs");

/** Lines of the README that run the program, but for those that need a ParaTime, whose tests are elsewhere. */
function commands(): string[] {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const lines = readme.split("\n").filter((line) => line.startsWith("npx oasis-node "));
  return lines.filter((line) => !line.includes(" paratime "));
}

test("the commands of the README work, one after the other", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "oasis-readme-"));
  const network = await startLocalnet({dir: join(cwd, "localnet")});
  try {
    const [alice, bob] = network.accounts.map(({address}) => addressToText(address));
    const outputs: string[] = [];
    for (const line of commands()) {
      const args = line
        .replace("$ALICE", alice ?? "")
        .replace("$BOB", bob ?? "")
        .split(/\s+/)
        .slice(2);
      const {stdout} = await promisify(execFile)(process.execPath, [program, ...args], {cwd});
      outputs.push(stdout);
    }
    expect(outputs).toHaveLength(4);
    expect(JSON.parse(outputs[0] ?? "")).toMatchObject({consensus: {is_validator: true}});
    expect(outputs[3]).toContain("Total: 10001.0 TEST");
  } finally {
    await network.stop();
    rmSync(cwd, {recursive: true, force: true});
  }
});
