import type {Clock} from "@oasis-node/primitives/clock";
import {
  bubblewrapArguments,
  bubblewrapCommand,
  type Confinement,
  checkBinary,
  confine,
  defaultBubblewrapPath,
  defaultResourceLimits,
  encodeArguments,
  loadLibrarySearch,
  openHostSocket,
  type ResourceLimits,
  resolveLibraries,
  runProcess,
  seccompProgram,
} from "../sandbox/index.ts";
import {type Provisioner, type StartedRuntime, type StartOptions, workerHostVariable} from "./provisioner.ts";
import {waitForRuntime} from "./waitForRuntime.ts";

/** Where the socket of the host is inside the sandbox. */
const socketInside = "/host.sock";

export interface SandboxedOptions {
  /** The ParaTime's ELF binary. */
  readonly binary: string;
  readonly bubblewrap?: string;
  /** `LD_LIBRARY_PATH` of the node: more places to look for shared libraries. */
  readonly libraryPath?: string | undefined;
  readonly limits?: ResourceLimits;
  readonly clock: Clock;
}

/**
 * Runtimes in bubblewrap (runtime-workers §2.2): no network, no files but their own, no environment but one variable, no
 * system calls but those of the table. The reference lets its whole environment through; nothing needs that, and it is no
 * business of a ParaTime. `checkBubblewrap` tells beforehand whether it can work.
 */
export function sandboxed(options: SandboxedOptions): Provisioner {
  return {name: "sandboxed", start: (startOptions) => start(options, startOptions)};
}

async function start(options: SandboxedOptions, {logger, signal}: StartOptions): Promise<StartedRuntime> {
  const {binary, bubblewrap = defaultBubblewrapPath, limits = defaultResourceLimits, clock} = options;
  const elf = await checkBinary(binary);
  const needsLibraries = elf.interpreter !== null || elf.needed.length > 0;
  const libraries = needsLibraries
    ? await resolveLibraries(elf, await loadLibrarySearch(options.libraryPath))
    : [];
  signal.throwIfAborted();
  const socket = await openHostSocket(clock);
  let confinement: Confinement | null = null;
  try {
    const list = bubblewrapArguments({
      binary,
      environment: {[workerHostVariable]: socketInside},
      writable: [{source: socket.path, target: socketInside}],
      readOnly: [],
      devices: [],
      libraries,
      dataFiles: [],
    });
    const running = await runProcess({
      command: bubblewrap,
      arguments: bubblewrapCommand([]),
      environment: {},
      inputs: [encodeArguments(list), seccompProgram()],
      logger,
      clock,
      // Bubblewrap waits for its arguments, so the limits are there before anything of the ParaTime is.
      beforeInputs: async (pid) => {
        confinement = await confine(pid, limits, {logger, clock});
      },
    });
    void running.exited.then(() => confinement?.release());
    return await waitForRuntime(running, socket, {clock, signal});
  } finally {
    await socket.close();
  }
}
