import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {NetworkProcess} from "./network.ts";

/** Runs something in a directory that is there meanwhile. */
export async function withDirectory<T>(run: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "oasis-bench-"));
  try {
    return await run(directory);
  } finally {
    await rm(directory, {recursive: true, force: true});
  }
}

/** Runs something with a new network. */
export function withNetwork<T>(
  run: (network: NetworkProcess) => Promise<T>,
  options: readonly string[] = [],
): Promise<T> {
  return withDirectory(async (directory) => {
    const network = await NetworkProcess.start(join(directory, "network"), options);
    try {
      return await run(network);
    } finally {
      await network.stop();
    }
  });
}
