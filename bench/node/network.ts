import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {createInterface} from "node:readline";
import {fileURLToPath} from "node:url";
import type {Sample} from "./sample.ts";

const program = fileURLToPath(new URL("../../packages/cli/bin/oasis-node.mjs", import.meta.url));
const probe = new URL("./probe.ts", import.meta.url).href;

/** What `oasis-node localnet --json` tells when it is ready, as far as it is used here. */
export interface Report {
  readonly ready_ms: number;
  readonly height: number;
  readonly dir: string;
  readonly socket: string;
  readonly chain_context: string;
  readonly accounts: readonly {readonly address: string; readonly dir: string}[];
}

/** The program `oasis-node localnet` in a process of its own, with a probe in it. */
export class NetworkProcess {
  readonly report: Report;
  /** Milliseconds from the start of the process until it is ready. */
  readonly startMs: number;
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess, report: Report, startMs: number) {
    this.#process = child;
    this.report = report;
    this.startMs = startMs;
  }

  /** Resolves when the network is ready. Throws `RangeError` when it ends before. */
  static async start(directory: string, options: readonly string[] = []): Promise<NetworkProcess> {
    const began = performance.now();
    const args = ["--import", probe, program, "localnet", "--json", "--dir", directory, ...options];
    const child = spawn(process.execPath, args, {stdio: ["ignore", "pipe", "inherit", "ipc"]});
    if (child.stdout === null) throw new RangeError("the network has no output");
    for await (const line of createInterface({input: child.stdout})) {
      const report: Report = JSON.parse(line);
      return new NetworkProcess(child, report, performance.now() - began);
    }
    throw new RangeError("the network has ended before it was ready");
  }

  /** @param request - `watch` to have the event loop watched from now on */
  async sample(request: "sample" | "watch" = "sample"): Promise<Sample> {
    const answer = once(this.#process, "message");
    this.#process.send(request);
    const [sample]: [Sample] = (await answer) as [Sample];
    return sample;
  }

  /** Stops the network as Ctrl-C does. */
  async stop(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGINT");
    await ended;
  }
}

/** Runs the program to its end; milliseconds that took. Throws `RangeError` when it fails. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [program, ...args], {stdio: ["ignore", "ignore", "inherit"]});
  const [code] = await once(child, "exit");
  if (code !== 0) throw new RangeError(`oasis-node ${args.join(" ")} ended with ${code}`);
  return performance.now() - began;
}
