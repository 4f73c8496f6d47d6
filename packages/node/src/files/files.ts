import {readFile, stat, writeFile} from "node:fs/promises";
import {resolve} from "node:path";
import {DataDirectoryError, replacePrivateFile} from "../dataDirectory/index.ts";
import {FileError} from "./fileError.ts";

/** Where relative paths start; messages show a path as it was given. */
export interface FilePlace {
  readonly cwd: string;
}

/** Content of a file. Throws `FileError`. */
export async function readFileAt(path: string, {cwd}: FilePlace): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(resolve(cwd, path)));
  } catch (error) {
    throw FileError.of(error, "open", path);
  }
}

/**
 * Writes a file for its owner only, all of it or nothing: what stood there before stays until the new content is on
 * disk. What is no regular file (a pipe, a terminal) is written to as it is. Throws `FileError`.
 */
export async function writeFileAt(path: string, data: string | Uint8Array, {cwd}: FilePlace): Promise<void> {
  const target = resolve(cwd, path);
  try {
    if (await isSpecial(target)) await writeFile(target, data);
    else await replacePrivateFile(target, data);
  } catch (error) {
    throw FileError.of(error instanceof DataDirectoryError ? error.cause : error, "open", path);
  }
}

async function isSpecial(target: string): Promise<boolean> {
  try {
    return !(await stat(target)).isFile();
  } catch {
    return false;
  }
}
