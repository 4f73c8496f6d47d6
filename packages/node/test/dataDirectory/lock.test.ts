import {type ChildProcess, execFile, spawn} from "node:child_process";
import {once} from "node:events";
import {lstat, mkdir, mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {promisify} from "node:util";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {lockDirectory} from "../../src/dataDirectory/index.ts";

const program = fileURLToPath(new URL("./lockProcess.ts", import.meta.url));
let root = "";
let children: ChildProcess[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "oasis-lock-"));
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
  await rm(root, {recursive: true, force: true});
});

/** Another process that tries to lock; what it says. */
async function contend(directory: string): Promise<{readonly child: ChildProcess; readonly said: string}> {
  const child = spawn(process.execPath, ["--conditions=source", program, directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const [said]: unknown[] = await once(child.stdout, "data");
  return {child, said: String(said).trim()};
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

describe("the lock of a directory", () => {
  test("is held by one, in this process too, until it is released", async () => {
    const lock = await lockDirectory(root);
    await expect(lockDirectory(root)).rejects.toMatchObject({
      code: "locked",
      message: expect.stringMatching(
        `data directory ${root} is in use by process ${process.pid} since 20.*: stop it`,
      ),
    });
    expect(((await lstat(join(root, (await readdir(root))[0] ?? ""))).mode & 0o777).toString(8)).toBe("600");
    await lock.release();
    expect(await readdir(root)).toEqual([]);
    await (await lockDirectory(root)).release();
  });

  test("ends with its process, killed at once", async () => {
    const {child, said} = await contend(root);
    expect(said).toBe("locked");
    expect((await contend(root)).said).toContain(`is in use by process ${child.pid} since`);
    await kill(child);
    const lock = await lockDirectory(root);
    expect(await readdir(root)).toHaveLength(1);
    await lock.release();
  });

  test("holds while its process is stopped", async () => {
    const {child} = await contend(root);
    child.kill("SIGSTOP");
    await expect(lockDirectory(root)).rejects.toMatchObject({code: "locked", details: {pid: null}});
    child.kill("SIGCONT");
    await kill(child);
  });

  test("does not go along with a copy", async () => {
    const {child} = await contend(root);
    const copy = join(root, "copy");
    await mkdir(copy);
    const [name = ""] = (await readdir(root)).filter((each) => each !== "copy");
    await promisify(execFile)("cp", ["-a", join(root, name), copy]);
    expect(await readdir(copy)).toEqual([name]);
    await (await lockDirectory(copy)).release();
    await kill(child);
  });

  test("is had by exactly one of many that start together", async () => {
    const tries = await Promise.allSettled(Array.from({length: 8}, () => lockDirectory(root)));
    const held = tries.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    expect(held).toHaveLength(1);
    expect(await readdir(root)).toHaveLength(1);
    await held[0]?.release();
    expect(await readdir(root)).toEqual([]);
  });

  test("is had by exactly one of several processes that start together, beside a dead one", async () => {
    await kill((await contend(root)).child);
    const all = await Promise.all(Array.from({length: 4}, () => contend(root)));
    expect(all.filter(({said}) => said === "locked")).toHaveLength(1);
    expect(all.filter(({said}) => said.includes("is in use by process"))).toHaveLength(3);
  });

  test("works where names are longer than socket addresses", async () => {
    const deep = join(root, "d".repeat(120));
    await mkdir(deep);
    const lock = await lockDirectory(deep);
    await expect(lockDirectory(deep)).rejects.toMatchObject({code: "locked"});
    await lock.release();
  });

  test("of a directory that is not there is refused", async () => {
    await expect(lockDirectory(join(root, "none"))).rejects.toMatchObject({code: "access"});
  });
});
