import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {onTestFinished} from "vitest";
import {commandTree} from "../../src/commands/index.ts";
import {type CommandGroup, type Environment, runCommandLine} from "../../src/framework/index.ts";

/** What a command left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Setting {
  readonly cwd?: string;
  /** Lines that somebody at a terminal types; without them there is no terminal. */
  readonly answers?: readonly string[];
  readonly variables?: Environment["variables"];
  readonly root?: CommandGroup;
  /** Aborted when the user wants it to end. */
  readonly signal?: AbortSignal;
  /** The machine's clock instead of one that stands still. */
  readonly clock?: Environment["clock"];
  /** Takes the output as it comes. */
  readonly onOutput?: (text: string) => void;
}

/** 2026-11-22 16:35:08 UTC, in nanoseconds. */
const now = 1_795_365_308_000_000_000n;

/** Runs a command line in this process. Keys differ from run to run of the tests, nothing else does. */
export async function run(args: readonly string[], setting: Setting = {}): Promise<Outcome> {
  const {answers, cwd = tmpdir(), variables = {}, root = commandTree(), onOutput} = setting;
  const waiting = [...(answers ?? [])];
  const written = {stdout: "", stderr: ""};
  const code = await runCommandLine(root, args, {
    stdout: {
      write: (text) => {
        written.stdout += text;
        onOutput?.(text);
      },
    },
    stderr: {write: (text) => (written.stderr += text)},
    stdin: {isTerminal: answers !== undefined, readLine: async () => waiting.shift() ?? null},
    cwd,
    variables,
    clock: setting.clock ?? {now: () => now, sleep: async () => {}},
    entropy: testEntropy(),
    signal: setting.signal ?? new AbortController().signal,
  });
  return {code, ...written};
}

/** A directory for one test. */
export function testDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "oasis-cli-"));
  onTestFinished(() => rmSync(directory, {recursive: true, force: true}));
  return directory;
}

let drawn = 0;

/** Bytes that never repeat within a process: keys of tests are worth nothing. */
function testEntropy(): Environment["entropy"] {
  return (length) => Uint8Array.from({length}, (_, at) => (at * 31 + ++drawn * 7) & 0xff);
}
