import type {Stats} from "node:fs";
import {lstat, mkdir} from "node:fs/promises";
import {dirname, resolve} from "node:path";
import {accessError, DataDirectoryError, systemCode} from "./dataDirectoryError.ts";
import {syncDirectory} from "./files.ts";

const directoryMode = 0o700;

/**
 * Makes a directory that only its owner can use, with those above it, or checks the one that is there: a real directory
 * of mode 0700 which belongs to this user (cli-config-grpc §1.2). Throws `DataDirectoryError`.
 */
export async function makeDirectory(path: string): Promise<void> {
  const found = await statOrNull(path);
  if (found !== null) {
    checkDirectory(path, found);
    return;
  }
  try {
    const first = await mkdir(path, {recursive: true, mode: directoryMode});
    if (first !== undefined) await syncDirectory(dirname(resolve(first)));
  } catch (error) {
    throw accessError(path, error);
  }
  // Another process may have made it in between, and a default ACL may have widened it.
  const made = await statOrNull(path);
  if (made === null) throw accessError(path, new Error("it vanished again"));
  checkDirectory(path, made);
}

async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return null;
    throw accessError(path, error);
  }
}

function checkDirectory(path: string, stats: Stats): void {
  const name = `common/Mkdir: path '${path}'`;
  const details = {path};
  if (!stats.isDirectory())
    throw new DataDirectoryError("notDirectory", `${name} is not a directory`, {details});
  const mode = stats.mode & 0o777;
  if (mode !== directoryMode) {
    const message = `${name} has invalid permissions: ${modeText(mode)}. Expected permissions: ${modeText(directoryMode)}`;
    throw new DataDirectoryError("permissions", message, {details: {...details, mode: mode.toString(8)}});
  }
  const user = process.geteuid?.();
  if (user !== undefined && stats.uid !== user) {
    const message = `${name} has invalid owner: ${stats.uid}. Expected owner: ${user}`;
    throw new DataDirectoryError("owner", message, {details: {...details, owner: stats.uid}});
  }
}

/** Permission bits as `ls` shows them: `-rwxr-xr-x`. */
function modeText(mode: number): string {
  const letters = [..."rwxrwxrwx"].map((letter, at) => ((mode >> (8 - at)) & 1 ? letter : "-"));
  return `-${letters.join("")}`;
}
