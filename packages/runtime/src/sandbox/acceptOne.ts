import {lstat, mkdtemp, readdir, rm} from "node:fs/promises";
import {createServer, type Server, type Socket} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {type Clock, toMilliseconds} from "@oasis-node/primitives/clock";

/** A socket in a directory of its own, for one connection. */
export interface HostSocket {
  readonly directory: string;
  readonly path: string;
  /** The one connection; pending until it comes. */
  readonly connection: Promise<Socket>;
  /** Stops listening and removes the directory; a connection stays. */
  close(): Promise<void>;
}

const prefix = "oasis-runtime";

/** Age at which a directory cannot be waiting for a runtime any more, in milliseconds. */
const staleMs = 60_000;

/** Removes what a node of this user that was killed has left. */
async function sweep(clock: Clock): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(prefix)) continue;
    const path = join(tmpdir(), name);
    const found = await lstat(path).catch(() => null);
    const isOurs = found?.isDirectory() === true && found.uid === process.getuid?.();
    if (isOurs && toMilliseconds(clock.now()) - found.mtimeMs > staleMs)
      await rm(path, {recursive: true, force: true});
  }
}

/** Listens for a runtime (runtime-workers §2.2): the first connection is taken, all others are refused. */
export async function openHostSocket(clock: Clock): Promise<HostSocket> {
  await sweep(clock);
  const directory = await mkdtemp(join(tmpdir(), prefix));
  const path = join(directory, "host.sock");
  const server = createServer();
  const {promise, resolve} = Promise.withResolvers<Socket>();
  server.maxConnections = 1;
  server.once("connection", (socket) => {
    server.close();
    resolve(socket);
  });
  try {
    await listen(server, path);
  } catch (error) {
    await rm(directory, {recursive: true, force: true});
    throw error;
  }
  return {
    directory,
    path,
    connection: promise,
    close: async () => {
      server.close();
      await rm(directory, {recursive: true, force: true});
    },
  };
}

function listen(server: Server, path: string): Promise<void> {
  const {promise, resolve, reject} = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(path, resolve);
  return promise;
}
