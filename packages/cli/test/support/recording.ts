import {readFileSync} from "node:fs";
import {join} from "node:path";

const folder = join(import.meta.dirname, "../testdata");

/** A command of the reference and what it did. */
export interface Recording {
  readonly args: readonly string[];
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The recorded file of that name. */
export function recordedFile(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

/** The path of a recorded file. */
export function recordedPath(name: string): string {
  return join(folder, name);
}

/** A recorded command: its first line is the command, then come exit code and outputs. */
export function recording(name: string): Recording {
  const text = recordedFile(`${name}.txt`);
  const [, command = ""] = /^\$ oasis-node ?(.*)$/m.exec(text) ?? [];
  const [, code = ""] = /^# exit code: (\d+)$/m.exec(text) ?? [];
  const [, stdout = "", stderr = ""] =
    /^# stdout \(\d+ bytes\):\n([\s\S]*?)^# stderr \(\d+ bytes\):\n([\s\S]*)$/m.exec(text) ?? [];
  return {args: command.split(" ").filter((word) => word !== ""), code: Number(code), stdout, stderr};
}

/** A text without what differs from run to run: times, and the places in source files that only the reference tells. */
export function comparable(text: string): string {
  return text.replaceAll(/\bts=\S+/g, "ts=T").replaceAll(/ caller=\S+/g, "");
}

/** The lines of an output without what differs from network to network: keys, addresses, amounts, numbers and times. */
export function layout(text: string): readonly string[] {
  return comparable(text)
    .replaceAll(/\d{4}-\d\d-\d\dT[0-9:]+Z/g, "TIME")
    .replaceAll(/oasis1[0-9a-z]{40}/g, "ADDRESS")
    .replaceAll(/[0-9a-f]{64}/g, "HEX")
    .replaceAll(/[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{87}=/g, "KEY")
    .replaceAll(/\b(GOLD|TEST)\b/g, "TOKEN")
    .replaceAll(/\d+(\.\d+)?/g, "N")
    .split("\n");
}
