#!/usr/bin/env node
// biome-ignore-all lint/style/useFilenamingConvention: the name of the program
// The thin shell of the program, on the Node that the project brings: the source in a checkout, so that it is never older
// than what one reads there; what was built in a published package.
import {spawn} from "node:child_process";
import {existsSync} from "node:fs";
import * as modules from "node:module";
import {fileURLToPath} from "node:url";

const oldest = 24;
const isOld = Number.parseInt(process.versions.node, 10) < oldest;

process.exitCode = isOld ? await runOnOwnNode() : await run();

/** Runs in this process; the command itself sets the exit code. */
async function run() {
  const isCheckout = existsSync(new URL("../../../scripts/bootstrap.mjs", import.meta.url));
  modules.enableCompileCache();
  if (isCheckout) {
    // Packages of the workspace are asked for their source, as `--conditions=source` does.
    modules.registerHooks({
      resolve: (specifier, context, next) =>
        next(specifier, {...context, conditions: ["source", ...context.conditions]}),
    });
  }
  const entry = isCheckout ? "../src/commands/index.ts" : "../dist/commands/index.js";
  const {main} = await import(new URL(entry, import.meta.url).href);
  return main();
}

/** The machine's Node is too old: the one among the dependencies takes over. */
async function runOnOwnNode() {
  let node;
  try {
    node = modules.createRequire(import.meta.url).resolve("node/bin/node");
  } catch {
    process.stderr.write(`oasis-node needs Node ${oldest} or newer, this is ${process.versions.node}\n`);
    return 1;
  }
  const args = [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(node, args, {stdio: "inherit"});
  // Who stops this process means that one; Ctrl-C at a terminal reaches both by itself.
  const signals = process.stdin.isTTY ? ["SIGTERM", "SIGHUP"] : ["SIGTERM", "SIGHUP", "SIGINT"];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  if (process.stdin.isTTY) process.on("SIGINT", () => undefined);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (signal !== null) {
        process.removeAllListeners(signal);
        process.kill(process.pid, signal);
      }
      resolve(code ?? 1);
    });
  });
}
