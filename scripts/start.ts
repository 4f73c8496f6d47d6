import {spawnSync} from "node:child_process";
import {existsSync, readdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {main} from "@oasis-node/cli/commands";
import {checkBubblewrap, SandboxError} from "@oasis-node/runtime/sandbox";
import {root} from "./run.ts";

/** The key-value ParaTime, under an ID that test networks may use. */
const paratimeName = "keyvalue";
const paratimeId = `8${"0".repeat(63)}`;

/**
 * `npm start`: a network on this machine with a ParaTime, as `oasis-node localnet` runs it. What this machine lacks for the
 * ParaTime is installed or made, and told; without it the network runs by itself.
 */
async function start(args: readonly string[]): Promise<number> {
  const paratime = (await canSandbox()) ? await paratimeBinary() : null;
  const hosted = paratime === null ? [] : ["--paratime", `${paratimeId}=${paratime}`];
  process.argv.splice(2, process.argv.length, "localnet", ...hosted, ...args);
  return main();
}

/** Progress goes where it does not disturb what programs read. */
function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Whether ParaTimes can be sandboxed here, after bubblewrap has been installed if that is what is missing. */
async function canSandbox(): Promise<boolean> {
  if (process.platform !== "linux") {
    tell("ParaTimes run on Linux only: the network starts without one.");
    return false;
  }
  try {
    await checkBubblewrap();
    return true;
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    if (error.code === "bubblewrapAbsent" && installBubblewrap()) return canSandbox();
    tell(`${error.message}\nThe network starts without a ParaTime.`);
    return false;
  }
}

/** By the system's package manager, where this user may use it. Whether bubblewrap is there now. */
function installBubblewrap(): boolean {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync("/usr/bin/apt-get")) return false;
  tell("Installing bubblewrap with apt-get, for the sandbox of ParaTimes …");
  const options = {stdio: ["ignore", "ignore", "inherit"] as ["ignore", "ignore", "inherit"]};
  spawnSync("apt-get", ["update"], options);
  return spawnSync("apt-get", ["install", "-y", "bubblewrap"], options).status === 0;
}

/** The ParaTime's ELF, made when it is not there or older than what it is made of. */
async function paratimeBinary(): Promise<string> {
  const binary = join(root, "paratimes", paratimeName, "dist", paratimeName);
  if (existsSync(binary) && statSync(binary).mtimeMs > newestSource()) return binary;
  tell("Making the ELF of the key-value ParaTime (about ten seconds, once) …");
  const {buildParatime} = await import("./paratimes.ts");
  return buildParatime(paratimeName);
}

function newestSource(): number {
  const packages = ["primitives", "mkvs", "state-transition", "runtime", "consensus", "paratime-sdk"];
  const folders = [
    join(root, "paratimes", paratimeName, "src"),
    ...packages.map((name) => join(root, "packages", name, "src")),
  ];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, {recursive: true, withFileTypes: true}).map(({parentPath, name}) =>
      join(parentPath, name),
    ),
  );
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}

process.exitCode = await start(process.argv.slice(2));
