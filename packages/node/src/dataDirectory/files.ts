import {randomBytes} from "node:crypto";
import {link, open, rename, unlink} from "node:fs/promises";
import {dirname} from "node:path";
import {accessError, DataDirectoryError, systemCode} from "./dataDirectoryError.ts";

const fileMode = 0o600;

/** A file as read: its text and permission bits, of the same open file. */
export interface PrivateFile {
  readonly text: string;
  readonly mode: number;
}

/**
 * Creates a file for its owner only: whole and durable when it resolves, not there at all otherwise, and never in the
 * place of another. Throws `DataDirectoryError` `fileExists`, `access`.
 */
export async function createPrivateFile(path: string, content: string | Uint8Array): Promise<void> {
  await throughTemporary(path, content, async (temporary) => {
    // Unlike renaming, linking fails when the name is taken.
    await link(temporary, path);
    await unlink(temporary);
  });
}

/** Puts a file in the place of what is there: old or new, whole, whatever happens. Throws `DataDirectoryError` `access`. */
export async function replacePrivateFile(path: string, content: string | Uint8Array): Promise<void> {
  await throughTemporary(path, content, (temporary) => rename(temporary, path));
}

/** Moves a file over another, durably. Throws `DataDirectoryError` `access`. */
export async function movePrivateFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
    await syncDirectory(dirname(to));
  } catch (error) {
    throw accessError(from, error);
  }
}

/** `null` when there is no file. Throws `DataDirectoryError` `access`. */
export async function readPrivateFile(path: string): Promise<PrivateFile | null> {
  try {
    await using handle = await open(path, "r");
    const {mode} = await handle.stat();
    return {mode: mode & 0o777, text: await handle.readFile("utf8")};
  } catch (error) {
    if (systemCode(error) === "ENOENT") return null;
    throw accessError(path, error);
  }
}

/** Makes the names in a directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  await using handle = await open(path, "r");
  await handle.sync();
}

async function throughTemporary(
  path: string,
  content: string | Uint8Array,
  publish: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await writeNew(temporary, content);
    await publish(temporary);
    await syncDirectory(dirname(path));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    if (systemCode(error) === "EEXIST") {
      throw new DataDirectoryError("fileExists", `${path} exists`, {cause: error, details: {path}});
    }
    throw accessError(path, error);
  }
}

/** The mode is given on creation, so that nobody else can read the file even for a moment. */
async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  await using handle = await open(path, "wx", fileMode);
  // The umask can only have taken bits of the owner's away.
  await handle.chmod(fileMode);
  await handle.writeFile(content);
  await handle.sync();
}
