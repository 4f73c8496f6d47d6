import {execFile} from "node:child_process";
import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, readFile, rename} from "node:fs/promises";
import {join} from "node:path";
import {promisify} from "node:util";
import {checkBubblewrap} from "../../src/sandbox/index.ts";

const run = promisify(execFile);
const source = join(import.meta.dirname, "testRuntime.c");
const cache = join(import.meta.dirname, "../../../../node_modules/.cache/test-runtime");

/** How a test runtime differs from one that behaves. */
export interface Variant {
  readonly defines?: readonly string[];
  readonly isStatic?: boolean;
}

/** Why tests with real processes cannot run here, or null. */
export async function whyNoBinary(): Promise<string | null> {
  if (process.platform !== "linux" || process.arch !== "x64") return "not on Linux for x86-64";
  const hasCompiler = await run("gcc", ["--version"]).then(
    () => true,
    () => false,
  );
  return hasCompiler ? null : "no C compiler";
}

/** Why tests in the sandbox cannot run here, or null. */
export async function whyNoSandbox(): Promise<string | null> {
  try {
    await checkBubblewrap();
    return await whyNoBinary();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The test runtime as an ELF file, built once for each state of its source. */
export async function buildTestRuntime({defines = [], isStatic = false}: Variant = {}): Promise<string> {
  const options = [...defines.map((define) => `-D${define}`), ...(isStatic ? ["-static"] : [])];
  const digest = createHash("sha256").update(await readFile(source));
  const name = digest.update(options.join(" ")).digest("hex").slice(0, 24);
  const path = join(cache, name);
  if (existsSync(path)) return path;
  await mkdir(cache, {recursive: true});
  const made = `${path}.${process.pid}`;
  await run("gcc", ["-O1", "-o", made, source, ...options]);
  await rename(made, path);
  return path;
}
