import {type ChildProcess, spawn} from "node:child_process";
import {fileURLToPath} from "node:url";

const programPath = fileURLToPath(new URL("../../../packages/cli/bin/oasis-node.mjs", import.meta.url));

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  /** A command that runs another, like `prlimit`, with its arguments. */
  readonly under?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** The program `oasis-node` in a process of its own, as a user runs it. */
export class Program {
  readonly ended: Promise<Ended>;
  readonly #process: ChildProcess;
  readonly #watchers = new Set<() => void>();
  #stdout = "";
  #stderr = "";
  #hasEnded = false;

  private constructor(child: ChildProcess) {
    this.#process = child;
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#stdout += text;
      for (const watcher of this.#watchers) watcher();
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
      for (const watcher of this.#watchers) watcher();
    });
    this.ended = new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => {
        this.#hasEnded = true;
        for (const watcher of this.#watchers) watcher();
        resolve({code, signal, stdout: this.#stdout, stderr: this.#stderr});
      });
    });
  }

  static start(args: readonly string[], options: ProgramOptions = {}): Program {
    const {under = [], cwd, env = process.env} = options;
    const [command = process.execPath, ...rest] = [...under, process.execPath, programPath, ...args];
    return new Program(spawn(command, rest, {cwd, env, stdio: ["ignore", "pipe", "pipe"]}));
  }

  get output(): string {
    return this.#stdout + this.#stderr;
  }

  get pid(): number {
    const {pid} = this.#process;
    if (pid === undefined) throw new RangeError("the process has not started");
    return pid;
  }

  /** Resolves when the output matches, or with null when the program ended without. */
  saying(pattern: RegExp): Promise<RegExpExecArray | null> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = pattern.exec(this.output);
        if (found === null && !this.#hasEnded) return;
        this.#watchers.delete(look);
        resolve(found);
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** Also safe when it has ended already. */
  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Ends at once whatever it does. */
  async destroy(): Promise<void> {
    if (!this.#hasEnded) this.kill("SIGKILL");
    await this.ended;
  }
}

/** Runs a command to its end. */
export function run(args: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
  return Program.start(args, options).ended;
}
