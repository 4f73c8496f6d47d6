import {execFile} from "node:child_process";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {promisify} from "node:util";
import {expect, test} from "vitest";
import {root} from "../../scripts/run.ts";

const folder = join(root, "docs", "examples");

for (const name of readdirSync(folder).filter((file) => file.endsWith(".ts"))) {
  test(`docs/examples/${name} prints what its .txt says`, async () => {
    const {stdout} = await promisify(execFile)(process.execPath, ["--conditions=source", join(folder, name)]);
    expect(stdout).toBe(readFileSync(join(folder, name.replace(/\.ts$/, ".txt")), "utf8"));
  });
}
