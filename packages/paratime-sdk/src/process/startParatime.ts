import {writeSync} from "node:fs";
import {connect, type Socket} from "node:net";
import {systemClock} from "@oasis-node/primitives/clock";
import type {Verifier} from "../consensus/index.ts";
import {serveSession} from "../dispatcher/index.ts";
import type {Paratime} from "../paratime/index.ts";
import {jsonLogger} from "./jsonLogger.ts";

/** Variable that says where the host's socket is (runtime-workers §2.2). */
const hostVariable = "OASIS_WORKER_HOST";

const stderr = 2;

/**
 * Runs a ParaTime as the program of this process: connects to the host that has started it, serves it, and exits when
 * the connection ends. A state in which it cannot go on aborts the process, so that the host starts it again
 * (runtime-workers §1.7).
 */
export async function startParatime(paratime: Paratime, verifier?: Verifier): Promise<void> {
  const logger = jsonLogger(writeLine, systemClock);
  let stream: Socket;
  try {
    stream = await connected(process.env[hostVariable] ?? "");
  } catch (err) {
    logger.error("no connection to the host", {err});
    process.exit(0);
  }
  const end = await serveSession({
    paratime,
    stream,
    clock: systemClock,
    logger,
    ...(verifier === undefined ? {} : {verifier}),
  });
  if (end.kind === "failed") {
    logger.error("the ParaTime cannot go on", {err: end.error});
    process.kill(process.pid, "SIGABRT");
    return;
  }
  logger.info("host has gone, shutting down", {reason: end.reason});
  process.exit(0);
}

function connected(path: string): Promise<Socket> {
  const {promise, resolve, reject} = Promise.withResolvers<Socket>();
  const socket = connect({path});
  socket.once("error", reject);
  socket.once("connect", () => {
    socket.removeListener("error", reject);
    resolve(socket);
  });
  return promise;
}

/** At once, for the process may end right after it. */
function writeLine(line: string): void {
  try {
    writeSync(stderr, line);
  } catch {
    // Nobody reads the log any more.
  }
}
