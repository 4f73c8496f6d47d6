import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {onTestFinished} from "vitest";

/** A directory that only its owner can use, for one test. */
export function testDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "oasis-e2e-"));
  onTestFinished(() => rmSync(directory, {recursive: true, force: true}));
  return directory;
}
