import {randomBytes} from "node:crypto";
import {chmod, type FileHandle, open, readdir, rename, unlink} from "node:fs/promises";
import {createServer, type Server} from "node:net";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {accessError, DataDirectoryError, systemCode} from "./dataDirectoryError.ts";
import {askHolder, type LockHolder} from "./lockHolder.ts";

/** A directory that no other process uses as long as this one lives or until it is released. */
export interface DirectoryLock {
  release(): Promise<void>;
}

const lockName = /^lock\.[0-9a-f]{8}$/;
/** Those that start at the same moment give way to each other, until one of them comes first. */
const attempts = 20;
/** Bytes of a socket's path, with the zero at its end (unix(7)). */
const socketPathSize = 108;

/**
 * Locks a directory for this process. A lock is a listening socket in the directory: only a living process answers, so
 * one that dies in whatever way, a machine that restarts and a copy of the directory leave nothing that holds; and unlike
 * process numbers that is the same in every container of the machine. Throws `DataDirectoryError` `locked`, `access`.
 *
 * At most one can hold it: each shows itself, already listening, before it looks for others, and gives way to any other
 * that answers. Of two the later one to show itself therefore sees the earlier one.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  for (let attempt = 1; ; attempt++) {
    const contender = await Contender.appear(directory);
    const holder = await contender.findOther().catch(async (error: unknown) => {
      await contender.release();
      throw error;
    });
    if (holder === null) {
      await contender.hold();
      return contender;
    }
    await contender.release();
    if (holder.holds || attempt === attempts) throw lockedError(directory, holder);
    await sleep(randomBytes(1)[0] ?? 0);
  }
}

function lockedError(directory: string, {pid, since}: LockHolder): DataDirectoryError {
  const who = pid === null ? "another process" : `process ${pid}`;
  const when = since === null ? "" : ` since ${since}`;
  const message = `data directory ${directory} is in use by ${who}${when}: stop it first, or give this node a directory of its own`;
  return new DataDirectoryError("locked", message, {details: {directory, pid, since}});
}

class Contender implements DirectoryLock {
  readonly #directory: string;
  readonly #handle: FileHandle;
  readonly #name: string;
  readonly #server: Server;
  readonly #state: {holds: boolean};
  readonly #dead: string[] = [];

  private constructor(
    directory: string,
    handle: FileHandle,
    name: string,
    server: Server,
    state: {holds: boolean},
  ) {
    this.#directory = directory;
    this.#handle = handle;
    this.#name = name;
    this.#server = server;
    this.#state = state;
  }

  /** Under its own name a socket appears only once it listens, so that one which does not answer is dead. */
  static async appear(directory: string): Promise<Contender> {
    const id = randomBytes(4).toString("hex");
    const [hidden, name] = [`new.${id}`, `lock.${id}`];
    const handle = await open(directory, "r").catch((error: unknown) => {
      throw accessError(directory, error);
    });
    try {
      const state = {holds: false};
      const server = await listen(socketPath(directory, handle, hidden), state);
      await chmod(join(directory, hidden), 0o600);
      await rename(join(directory, hidden), join(directory, name));
      return new Contender(directory, handle, name, server, state);
    } catch (error) {
      await handle.close();
      throw accessError(directory, error);
    }
  }

  /** Another that answers, or `null`. */
  async findOther(): Promise<LockHolder | null> {
    for (const name of await readdir(this.#directory)) {
      if (name === this.#name || !lockName.test(name)) continue;
      const holder = await askHolder(socketPath(this.#directory, this.#handle, name));
      if (holder !== null) return holder;
      this.#dead.push(name);
    }
    return null;
  }

  /** Only the one that holds the lock cleans up: what it removes is nobody's. */
  async hold(): Promise<void> {
    this.#state.holds = true;
    await Promise.all(this.#dead.splice(0).map((name) => removeIfThere(join(this.#directory, name))));
  }

  async release(): Promise<void> {
    await removeIfThere(join(this.#directory, this.#name));
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await this.#handle.close();
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw accessError(path, error);
  }
}

/** Directories with names too long for a socket's address are reached through their open handle. */
function socketPath(directory: string, handle: FileHandle, name: string): string {
  const path = join(directory, name);
  return Buffer.byteLength(path) < socketPathSize ? path : `/proc/self/fd/${handle.fd}/${name}`;
}

/** Tells everybody who asks which process this is, since when, and whether it holds the lock already. */
async function listen(path: string, state: {readonly holds: boolean}): Promise<Server> {
  const since = new Date().toISOString();
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.end(`${JSON.stringify({pid: process.pid, since, ...state})}\n`, () => socket.destroy());
  });
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => resolve());
  });
  return server;
}
