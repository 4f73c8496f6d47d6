import {readFileSync} from "node:fs";

/** Whether a process runs; one that has ended counts as gone even while nobody has asked how it ended. */
export function isAlive(pid: number): boolean {
  try {
    const [, state] = /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}
