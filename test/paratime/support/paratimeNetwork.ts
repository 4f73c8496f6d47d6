import {readFileSync} from "node:fs";
import {setTimeout as sleep} from "node:timers/promises";
import {NetworkProcess} from "../../endToEnd/support/network.ts";

/** Epochs of half a second, so that a node is elected soon. */
const quickEpochs = ["--empty_block_interval", "50ms", "--blocks_per_epoch", "10"];

/** Starts a network of one node with ParaTimes, by their IDs. It is made unless it is there. */
export function startNetwork(
  directory: string,
  paratimes: Readonly<Record<string, string>>,
  args: readonly string[] = quickEpochs,
): Promise<NetworkProcess> {
  const all = Object.entries(paratimes).flatMap(([id, path]) => ["--paratime", `${id}=${path}`]);
  return NetworkProcess.start(directory, {args: [...args, ...all]});
}

interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly runtime_id?: string;
  readonly err?: string;
  readonly pid?: number;
}

/** What a node has logged so far. */
export function readLog(path: string): LogLine[] {
  const text = readFileSync(path, "utf8");
  const lines = text.slice(0, Math.max(0, text.lastIndexOf("\n"))).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

/** Waits until something is so, for a minute at most. */
export async function until<T>(what: string, look: () => T | null | Promise<T | null>): Promise<T> {
  for (let i = 0; i < 600; i++) {
    const found = await look();
    if (found !== null) return found;
    await sleep(100);
  }
  throw new RangeError(`it never came to pass that ${what}`);
}
