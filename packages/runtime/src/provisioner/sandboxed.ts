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
  type Mount,
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

/** What runs in a sandbox, and what it finds there beside the socket of its host. */
export interface Guest {
  /** ELF binary. */
  readonly binary: string;
  /** Its arguments, of where the socket is inside. */
  readonly arguments: (socket: string) => readonly string[];
  /** Its whole environment, of where the socket is inside. */
  readonly environment: (socket: string) => Readonly<Record<string, string>>;
  readonly writable: readonly Mount[];
  readonly devices: readonly Mount[];
  /** Files that are there only for it, by where they are inside. */
  readonly dataFiles: readonly {readonly target: string; readonly content: Uint8Array}[];
}

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
  const guest: Guest = {
    binary: options.binary,
    arguments: () => [],
    environment: (socket) => ({[workerHostVariable]: socket}),
    writable: [],
    devices: [],
    dataFiles: [],
  };
  return {name: "sandboxed", start: (startOptions) => startSandboxed(guest, options, startOptions)};
}

/** Starts a guest in bubblewrap and waits until it connects. Rejects as `Provisioner.start` does. */
export async function startSandboxed(
  guest: Guest,
  options: Omit<SandboxedOptions, "binary">,
  {logger, signal}: StartOptions,
): Promise<StartedRuntime> {
  const {bubblewrap = defaultBubblewrapPath, limits = defaultResourceLimits, clock} = options;
  const elf = await checkBinary(guest.binary);
  const needsLibraries = elf.interpreter !== null || elf.needed.length > 0;
  const libraries = needsLibraries
    ? await resolveLibraries(elf, await loadLibrarySearch(options.libraryPath))
    : [];
  signal.throwIfAborted();
  const socket = await openHostSocket(clock);
  let confinement: Confinement | null = null;
  try {
    const list = bubblewrapArguments({
      binary: guest.binary,
      environment: guest.environment(socketInside),
      writable: [{source: socket.path, target: socketInside}, ...guest.writable],
      readOnly: [],
      devices: guest.devices,
      libraries,
      dataFiles: guest.dataFiles.map(({target}) => target),
    });
    const running = await runProcess({
      command: bubblewrap,
      arguments: bubblewrapCommand(guest.arguments(socketInside)),
      environment: {},
      inputs: [encodeArguments(list), seccompProgram(), ...guest.dataFiles.map(({content}) => content)],
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
