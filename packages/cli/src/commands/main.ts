import {processEnvironment, runCommandLine} from "../framework/index.ts";
import {commandTree} from "./tree.ts";

/** Runs the command line of this process, as the program `oasis-node` does; gives the exit code. */
export async function main(): Promise<number> {
  // Whatever is made belongs to its owner alone, whatever mode is asked for (cli-config-grpc §1.1).
  process.umask(0o077);
  return runCommandLine(commandTree(), process.argv.slice(2), processEnvironment());
}
