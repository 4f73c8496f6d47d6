import {existsSync} from "node:fs";
import {isAbsolute, resolve} from "node:path";
import type {Logger} from "@oasis-node/primitives/log";

const socketPrefix = "unix:";

/**
 * Where the node of `--address` answers (cli-config-grpc §3). The path of a file is taken for that of a socket. Relative paths start at
 * `cwd`.
 */
export function nodeAddress(given: string, cwd: string, logger: Logger): string {
  let address = given;
  if (existsSync(resolve(cwd, given)) && given !== "") {
    logger.warn(`'${given}' is a file name. Assuming '${socketPrefix}${given}'.`);
    address = `${socketPrefix}${given}`;
  }
  if (!address.startsWith(socketPrefix)) return address;
  const path = address.slice(socketPrefix.length);
  // A path that is right already stays as it was given: messages name it, and the system takes short ones only.
  const isRight = path === "" || isAbsolute(path) || cwd === process.cwd();
  return isRight ? address : `${socketPrefix}${resolve(cwd, path)}`;
}
