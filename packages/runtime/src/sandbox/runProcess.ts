import {type ChildProcess, spawn} from "node:child_process";
import type {Readable, Writable} from "node:stream";
import type {Clock} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";
import {hideInherited} from "./inheritedDescriptors.ts";
import {type LineLimits, LineLogger} from "./lineLogger.ts";
import {SandboxError} from "./sandboxError.ts";

/** How a process ended. */
export interface ProcessExit {
  /** `exit code 1`, `signal SIGKILL`. */
  readonly reason: string;
  /** The last lines it wrote, oldest first. */
  readonly lastLines: readonly string[];
}

/** A process of this node. */
export interface RunningProcess {
  readonly pid: number;
  readonly exited: Promise<ProcessExit>;
  /** Ends it and all that it has started, at once; resolves when it is gone. */
  kill(): Promise<void>;
}

export interface ProcessOptions {
  readonly command: string;
  readonly arguments: readonly string[];
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the process reads from descriptors 3, 4, …. */
  readonly inputs: readonly Uint8Array[];
  readonly logger: Logger;
  readonly clock: Clock;
  readonly lineLimits?: LineLimits;
  /** Runs when the process is there and before it can read its inputs. */
  readonly beforeInputs?: (pid: number) => Promise<void>;
}

/** Starts a process in a group of its own, its output in the log. Throws `SandboxError` `spawn`. */
export async function runProcess(options: ProcessOptions): Promise<RunningProcess> {
  const hidden = await hideInherited(3 + options.inputs.length);
  const child = spawn(options.command, [...options.arguments], {
    env: {...options.environment},
    // Its own group, so that what it has started goes with it.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", ...options.inputs.map(() => "pipe" as const), ...hidden.stdio],
  });
  const {clock, lineLimits} = options;
  const output = new LineLogger(options.logger.with({stream: "stdout"}), clock, lineLimits);
  const errors = new LineLogger(options.logger.with({stream: "stderr"}), clock, lineLimits);
  const followed = [[child.stdout, output] as const, [child.stderr, errors] as const].map(
    ([stream, lines]) => (stream === null ? undefined : lines.follow(stream)),
  );
  const lastLines = () => [...output.lastLines, ...errors.lastLines];
  const exited = exitOf(child, clock, Promise.all(followed), lastLines);
  const pid = await started(child, options.command).finally(() => hidden.close());
  const process = {pid, exited, kill: () => killAll(child, pid, exited)};
  try {
    await options.beforeInputs?.(pid);
  } catch (error) {
    await process.kill();
    throw error;
  }
  for (const [index, input] of options.inputs.entries()) feed(child.stdio[3 + index], input);
  return process;
}

async function started(child: ChildProcess, command: string): Promise<number> {
  const {promise, resolve, reject} = Promise.withResolvers<void>();
  child.once("spawn", resolve);
  child.once("error", reject);
  try {
    await promise;
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new SandboxError(
      "spawn",
      {
        found: `${command} could not be started: ${text}`,
        wanted: "a new process",
        remedy: "look at the limits of the node's user",
      },
      cause,
    );
  }
  return child.pid ?? 0;
}

/** Resolves after the output has been read to its end too, for that says why, unless something else holds it open. */
function exitOf(
  child: ChildProcess,
  clock: Clock,
  followed: Promise<unknown>,
  lastLines: () => string[],
): Promise<ProcessExit> {
  const {promise, resolve} = Promise.withResolvers<ProcessExit>();
  const graceMs = 500;
  child.once("exit", (code, signal) => {
    const reason = signal === null ? `exit code ${code}` : `signal ${signal}`;
    const tell = () => resolve({reason, lastLines: lastLines()});
    followed.then(tell, tell);
    clock.sleep(graceMs).then(tell, tell);
  });
  return promise;
}

/** The process first, as the reference does, then its group. */
async function killAll(child: ChildProcess, pid: number, exited: Promise<ProcessExit>): Promise<void> {
  child.kill("SIGKILL");
  await exited;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left.
  }
}

/** One that has ended reads nothing: its exit tells more than the broken pipe. */
function feed(stream: Readable | Writable | null | undefined, input: Uint8Array): void {
  if (stream === null || stream === undefined || !("end" in stream)) return;
  stream.on("error", () => {});
  stream.end(input);
}
