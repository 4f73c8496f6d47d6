import {chmodSync} from "node:fs";
import {lstat, unlink} from "node:fs/promises";
import type {Http2Server} from "node:http2";
import {connect} from "node:net";
import {listen} from "./listen.ts";
import {ServerError} from "./serverError.ts";

/** Only its owner may connect. */
const socketMode = 0o700;

/** Has a server listen on a socket of the file system. Throws `ServerError`. */
export async function listenOnPath(server: Http2Server, path: string): Promise<void> {
  await removeStale(path);
  // Bound before `listen` returns, so that nobody can come between the file and its mode.
  await listen(server, {path}, () => chmodSync(path, socketMode));
}

/** A process that was killed leaves its socket behind; it goes only if nobody answers on it. */
async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return;
  if (!found.isSocket()) throw new ServerError("notASocket", `${path} is not a socket`, {details: {path}});
  if (await answers(path)) {
    throw new ServerError("inUse", `another process listens on ${path}`, {details: {path}});
  }
  await unlink(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const done = (isThere: boolean) => () => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once("connect", done(true));
    socket.once("error", done(false));
  });
}
