import {randomBytes} from "node:crypto";
import {writeSync} from "node:fs";
import {createInterface} from "node:readline";
import {systemClock} from "@oasis-node/primitives/clock";
import type {Environment, TextInput, TextOutput} from "./environment.ts";

/** The world of this process. */
export function processEnvironment(): Environment {
  let stop: AbortSignal | null = null;
  return {
    stdout: descriptorOutput(1),
    stderr: descriptorOutput(2),
    stdin: new StandardInput(),
    cwd: process.cwd(),
    variables: process.env,
    clock: systemClock,
    entropy: (length) => new Uint8Array(randomBytes(length)),
    // Only a command that asks for it stops by itself; the others end at once, as usual.
    get signal() {
      stop ??= stopSignal();
      return stop;
    },
  };
}

/** Supervisors send a signal to every process they know of, and one passes it on to the next: so long it counts as the same. */
const sameSignalMs = 1000;

/** Aborted by Ctrl-C and by what supervisors send; a second time the process ends at once. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  let stoppedAt = 0;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    const onSignal = (): void => {
      if (!stop.signal.aborted) {
        stoppedAt = performance.now();
        stop.abort();
      } else if (performance.now() - stoppedAt > sameSignalMs) {
        process.off(name, onSignal);
        process.kill(process.pid, name);
      }
    };
    process.on(name, onSignal);
  }
  return stop.signal;
}

const retryMs = 5;

/** Written at once, so that nothing is lost when the process ends; a reader that went away is no failure. */
function descriptorOutput(descriptor: number): TextOutput {
  return {
    write: (text) => {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; ) {
        try {
          at += writeSync(descriptor, bytes, at);
        } catch (error) {
          if (!(error instanceof Error) || !("code" in error)) throw error;
          if (error.code === "EPIPE") return;
          if (error.code !== "EAGAIN") throw error;
          // The reader of a pipe is slow.
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
        }
      }
    },
  };
}

class StandardInput implements TextInput {
  #lines: AsyncIterator<string> | null = null;

  get isTerminal(): boolean {
    return process.stdin.isTTY === true;
  }

  async readLine(): Promise<string | null> {
    this.#lines ??= createInterface({input: process.stdin})[Symbol.asyncIterator]();
    const {done, value} = await this.#lines.next();
    if (done === true) return null;
    // Nothing else keeps the process from ending while it is not asked.
    process.stdin.unref();
    return value;
  }
}
