import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, onTestFinished, test} from "vitest";
import {FileError, readFileAt, writeFileAt} from "../../src/files/index.ts";

function place(): {cwd: string} {
  const cwd = mkdtempSync(join(tmpdir(), "oasis-files-"));
  onTestFinished(() => rmSync(cwd, {recursive: true, force: true}));
  return {cwd};
}

describe("files", () => {
  test("paths start in the working directory, and failures show them as they were given", async () => {
    const here = place();
    await expect(readFileAt("no/such", here)).rejects.toThrow("open no/such: no such file or directory");
    await expect(readFileAt(".", here)).rejects.toThrow("read .: is a directory");
    await expect(writeFileAt("no/such", "x", here)).rejects.toThrow(
      "open no/such: no such file or directory",
    );
    writeFileSync(join(here.cwd, "file"), "x");
    await expect(readFileAt("file/below", here)).rejects.toThrow("open file/below: not a directory");
    await expect(readFileAt("file/below", here)).rejects.toBeInstanceOf(FileError);
  });

  test("what is written is whole, for its owner alone, in the place of what was there", async () => {
    const here = place();
    writeFileSync(join(here.cwd, "file"), "old");
    chmodSync(join(here.cwd, "file"), 0o644);
    await writeFileAt("file", "new", here);
    expect(readFileSync(join(here.cwd, "file"), "utf8")).toBe("new");
    expect(statSync(join(here.cwd, "file")).mode & 0o777).toBe(0o600);
    expect(readdirSync(here.cwd)).toEqual(["file"]);
  });

  test("a failed write leaves the old content and nothing else", async () => {
    const here = place();
    mkdirSync(join(here.cwd, "folder"));
    await expect(writeFileAt("folder", "x", here)).rejects.toThrow("folder");
    expect(readdirSync(here.cwd)).toEqual(["folder"]);
  });

  test("what is no regular file is written to, not replaced", async () => {
    const here = place();
    symlinkSync("/dev/null", join(here.cwd, "sink"));
    await writeFileAt("sink", "x", here);
    expect(statSync(join(here.cwd, "sink")).isCharacterDevice()).toBe(true);
  });
});
