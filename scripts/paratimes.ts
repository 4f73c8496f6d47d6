import {execFile} from "node:child_process";
import {createReadStream, createWriteStream} from "node:fs";
import {mkdir, readdir, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {pipeline} from "node:stream/promises";
import {promisify} from "node:util";
import {rolldown} from "rolldown";
import {root} from "./run.ts";

const paratimes = join(root, "paratimes");

/** The Node that becomes part of the binary. */
const node = join(root, "node_modules", "node", "bin", "node");

/**
 * What the program starts with. A ParaTime waits most of the time and should be small meanwhile, which costs it some speed
 * at work; one thread beside its own is enough. Nothing else may come in by the environment.
 */
const execArgv = ["--optimize-for-size", "--v8-pool-size=1"];

/** Names of the ParaTimes of this repository, each a folder of `paratimes/`. */
export async function paratimeNames(): Promise<string[]> {
  return (await readdir(paratimes)).sort();
}

/** Where `npm run build:paratimes` puts a ParaTime. */
function paratimeFolder(name: string): string {
  return join(paratimes, name, "dist");
}

/**
 * Makes one ELF of a ParaTime, `<folder>/<name>`, and returns its path: the program in one file, put into Node itself. The
 * same sources give the same bytes, so there is no compile cache in it, whose bytes vary. Throws when that fails.
 */
export async function buildParatime(name: string, folder = paratimeFolder(name)): Promise<string> {
  const bundle = `${name}.cjs`;
  const config = "sea.json";
  const made = `${name}.made`;
  const output = join(folder, name);
  // A running ParaTime keeps the file it was started from.
  await rm(output, {force: true});
  await mkdir(folder, {recursive: true});
  await bundleParatime(name, join(folder, bundle));
  const sea = {
    // Becomes part of the binary, as it stands here.
    main: bundle,
    output: made,
    disableExperimentalSEAWarning: true,
    useCodeCache: false,
    useSnapshot: false,
    execArgv,
    execArgvExtension: "none",
  };
  await writeFile(join(folder, config), JSON.stringify(sea, null, 2));
  await promisify(execFile)(node, ["--build-sea", config], {cwd: folder});
  await copyInPieces(join(folder, made), output);
  await rm(join(folder, made));
  return output;
}

/**
 * Written at once a file of this size lies in the page cache in large pieces, of which a process that runs it maps
 * each one it touches: 30 MB more than it needs.
 */
async function copyInPieces(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to, {mode: 0o755}));
}

/** Modules of packages have no effects of their own, so only what is used gets in; never native code. */
async function bundleParatime(name: string, file: string): Promise<void> {
  const bundle = await rolldown({
    input: join(paratimes, name, "src/main.ts"),
    cwd: root,
    platform: "node",
    resolve: {conditionNames: ["source", "node", "import"]},
    treeshake: {moduleSideEffects: false},
  });
  try {
    await bundle.write({file, format: "cjs", codeSplitting: false});
  } finally {
    await bundle.close();
  }
}
