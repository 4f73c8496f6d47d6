import type {Clock} from "@oasis-node/primitives/clock";
import {checkBinary, openHostSocket, runProcess, SandboxError} from "../sandbox/index.ts";
import {type Provisioner, type StartedRuntime, type StartOptions, workerHostVariable} from "./provisioner.ts";
import {waitForRuntime} from "./waitForRuntime.ts";

export interface UnconfinedOptions {
  readonly binary: string;
  /** Arguments of the binary; ParaTimes have none. */
  readonly arguments?: readonly string[];
  /** `debug.dont_blame_oasis`: such a runtime can do all that the node can. */
  readonly debugAllowed: boolean;
  readonly clock: Clock;
}

/** Runtimes without a sandbox, for tests only (runtime-workers §2.3). Throws `SandboxError` `debugOnly`. */
export function unconfined(options: UnconfinedOptions): Provisioner {
  requireDebug("unconfined", options.debugAllowed);
  return {name: "unconfined", start: (startOptions) => start(options, startOptions)};
}

/** Throws `SandboxError` `debugOnly`. */
export function requireDebug(provisioner: string, debugAllowed: boolean): void {
  if (debugAllowed) return;
  throw new SandboxError("debugOnly", {
    found: `runtime.provisioner is ${provisioner}, and debug.dont_blame_oasis is not set`,
    wanted: "the provisioner sandboxed",
    remedy: "leave runtime.provisioner out, or set debug.dont_blame_oasis on a machine for tests",
  });
}

async function start(options: UnconfinedOptions, {logger, signal}: StartOptions): Promise<StartedRuntime> {
  const {binary, clock} = options;
  await checkBinary(binary);
  signal.throwIfAborted();
  const socket = await openHostSocket(clock);
  try {
    const running = await runProcess({
      command: binary,
      arguments: options.arguments ?? [],
      environment: {[workerHostVariable]: socket.path},
      inputs: [],
      logger,
      clock,
    });
    return await waitForRuntime(running, socket, {clock, signal});
  } finally {
    await socket.close();
  }
}
