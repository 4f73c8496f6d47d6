import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {
  createPrivateFile,
  makeDirectory,
  readPrivateFile,
  replacePrivateFile,
} from "../../src/dataDirectory/index.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "oasis-data-"));
});
afterEach(async () => {
  await rm(root, {recursive: true, force: true});
});

async function modeOf(path: string): Promise<string> {
  return ((await lstat(path)).mode & 0o777).toString(8);
}

describe("the data directory", () => {
  test("is made with those above it, all for the owner only, and taken again", async () => {
    await makeDirectory(join(root, "a", "b"));
    await makeDirectory(join(root, "a", "b"));
    expect([await modeOf(join(root, "a")), await modeOf(join(root, "a", "b"))]).toEqual(["700", "700"]);
  });

  test.each([
    [0o755, "-rwxr-xr-x"],
    [0o500, "-r-x------"],
    [0o770, "-rwxrwx---"],
  ])("of mode %o is refused", async (mode, shown) => {
    const path = join(root, "d");
    await mkdir(path);
    await chmod(path, mode);
    await expect(makeDirectory(path)).rejects.toMatchObject({
      code: "permissions",
      message: `common/Mkdir: path '${path}' has invalid permissions: ${shown}. Expected permissions: -rwx------`,
    });
  });

  test("is neither a file nor a link", async () => {
    await writeFile(join(root, "f"), "");
    await mkdir(join(root, "d"), {mode: 0o700});
    await symlink(join(root, "d"), join(root, "l"));
    for (const name of ["f", "l"]) {
      await expect(makeDirectory(join(root, name))).rejects.toMatchObject({
        code: "notDirectory",
        message: `common/Mkdir: path '${join(root, name)}' is not a directory`,
      });
    }
    await expect(makeDirectory(join(root, "f", "x"))).rejects.toMatchObject({code: "access"});
  });

  test.runIf(process.geteuid?.() === 0)("of somebody else is refused", async () => {
    const path = join(root, "d");
    await mkdir(path, {mode: 0o700});
    await chown(path, 12345, 12345);
    await expect(makeDirectory(path)).rejects.toMatchObject({
      code: "owner",
      message: `common/Mkdir: path '${path}' has invalid owner: 12345. Expected owner: 0`,
    });
  });
});

describe("private files", () => {
  test("are created once, readable by their owner only", async () => {
    const path = join(root, "key");
    await createPrivateFile(path, "one");
    await expect(createPrivateFile(path, "two")).rejects.toMatchObject({code: "fileExists"});
    expect(await readPrivateFile(path)).toEqual({text: "one", mode: 0o600});
    await replacePrivateFile(path, "two");
    expect(await readPrivateFile(path)).toEqual({text: "two", mode: 0o600});
    expect(await readdir(root)).toEqual(["key"]);
  });

  test("that are not there are null, and unreadable ones an error", async () => {
    expect(await readPrivateFile(join(root, "none"))).toBeNull();
    await expect(readPrivateFile(root)).rejects.toMatchObject({code: "access"});
    await expect(createPrivateFile(join(root, "no", "key"), "x")).rejects.toMatchObject({code: "access"});
    await expect(readFile(join(root, "no"))).rejects.toMatchObject({code: "ENOENT"});
  });
});
