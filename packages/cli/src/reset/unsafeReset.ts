import {glob, rm} from "node:fs/promises";
import {join} from "node:path";
import {lockDirectory} from "@oasis-node/node/dataDirectory";
import {FileError} from "@oasis-node/node/files";
import type {Logger} from "@oasis-node/primitives/log";
import {type CommandContext, type CommandRun, failuresOf, orFail, silentFailure} from "../framework/index.ts";
import type {resetOptions} from "./options.ts";

const failed = failuresOf("cmd/unsafe-reset");

/** What a node makes of its chain and of its ParaTimes; keys, sockets and exports stay (cli-config-grpc §3.1). */
const stateGlobs = ["persistent-store.*.db", "tendermint", "runtimes/*/history.db"];
const localStorageGlob = "runtimes/*/worker-local-storage.*.db";
const mkvsGlob = "runtimes/*/mkvs_storage.*.db";

/** `unsafe-reset`. A directory whose node runs is left alone, unlike with the reference. */
export const unsafeReset: CommandRun<typeof resetOptions> = async (context) => {
  const {common} = context;
  if (common.datadir === "") throw failed("data directory must be set");
  const lock = await orFail(
    () => lockDirectory(common.datadir),
    (err) => failed("failed to lock data directory", {err}),
  );
  try {
    await removeState(context);
  } finally {
    await lock.release();
  }
};

async function removeState({common, options, logger}: CommandContext<typeof resetOptions>): Promise<void> {
  const log = logger.module("cmd/unsafe-reset");
  const isDryRun = options.dry_run;
  if (isDryRun) log.info("dry run, no modifications will be made to files");
  let isComplete = true;
  for (const pattern of patterns(options, log)) {
    const paths = await Array.fromAsync(glob(pattern, {cwd: common.datadir}));
    if (paths.length === 0) log.debug("candidate state location does not exist", {glob: pattern});
    for (const path of paths.map((each) => join(common.datadir, each)).sort()) {
      log.info("removing on-disk node state", {path});
      if (!isDryRun) isComplete = (await removed(path, log)) && isComplete;
    }
  }
  if (!isComplete) throw silentFailure();
  log.info("state reset complete");
}

function patterns(options: CommandContext<typeof resetOptions>["options"], log: Logger): readonly string[] {
  const keepsLocalStorage = options["preserve.local_storage"];
  const keepsMkvs = options["preserve.mkvs_database"];
  if (keepsLocalStorage) log.info("preserving untrusted local storage");
  if (keepsMkvs) log.info("preserving MKVS database");
  return [...stateGlobs, ...(keepsLocalStorage ? [] : [localStorageGlob]), ...(keepsMkvs ? [] : [mkvsGlob])];
}

/** What cannot be removed is told; the rest is removed all the same. */
async function removed(path: string, log: Logger): Promise<boolean> {
  try {
    await rm(path, {recursive: true, force: true});
    return true;
  } catch (error) {
    log.error("failed to remove on-disk node state", {err: FileError.of(error, "unlink", path), path});
    return false;
  }
}
