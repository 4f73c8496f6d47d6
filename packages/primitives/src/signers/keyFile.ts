import {randomBytes} from "node:crypto";
import {link, open, unlink} from "node:fs/promises";
import {dirname} from "node:path";
import {keyFileMode} from "../pem/index.ts";
import {SignerError} from "../signature/index.ts";

/** A key file as read: its text and permission bits, taken from the same open file. */
export interface KeyFileContent {
  readonly text: string;
  readonly mode: number;
}

/** Content of a file, or `null` when there is none. Throws `SignerError` `fileAccess`. */
export async function readKeyFile(file: string): Promise<KeyFileContent | null> {
  try {
    await using handle = await open(file, "r");
    const {mode} = await handle.stat();
    return {mode, text: await handle.readFile("utf8")};
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw new SignerError("fileAccess", {cause: error, details: {file}});
  }
}

/**
 * Creates a file for its owner only: whole and durable when it resolves, not there at all otherwise, and never in the place
 * of another. Half a key would be worse than none: it could neither be loaded nor generated again. Throws `SignerError`
 * `keyExists`, `fileAccess`.
 */
export async function createKeyFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await writeNew(temporary, text);
    // Unlike renaming, linking fails when the name is taken.
    await link(temporary, file);
    await unlink(temporary);
    await syncDirectory(dirname(file));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    if (hasCode(error, "EEXIST")) throw new SignerError("keyExists", {details: {file}});
    throw new SignerError("fileAccess", {cause: error, details: {file}});
  }
}

/** The mode is given on creation, so that nobody else can read the file even for a moment. */
async function writeNew(file: string, text: string): Promise<void> {
  await using handle = await open(file, "wx", keyFileMode);
  // The umask can only have taken bits of the owner's away.
  await handle.chmod(keyFileMode);
  await handle.writeFile(text);
  await handle.sync();
}

async function syncDirectory(directory: string): Promise<void> {
  await using handle = await open(directory, "r");
  await handle.sync();
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
