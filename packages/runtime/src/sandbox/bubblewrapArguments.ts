import {posix} from "node:path";
import {utf8} from "@oasis-node/primitives/bytes";
import type {SharedLibrary} from "./resolveLibraries.ts";

/** Descriptors that bubblewrap reads from; data files follow from 5 on (runtime-workers §2.2). */
export const sandboxFds = {arguments: 3, seccomp: 4, firstData: 5} as const;

/** Where things are inside the sandbox. */
export const sandboxPaths = {entrypoint: "/entrypoint", libraries: "/usr/lib", loader: "/lib64"} as const;

const hostname = "oasis-core";

/** A file of the host and where it is inside. */
export interface Mount {
  readonly source: string;
  readonly target: string;
}

/** What is inside the sandbox beside the binary. */
export interface SandboxContents {
  readonly binary: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly writable: readonly Mount[];
  readonly readOnly: readonly Mount[];
  readonly devices: readonly Mount[];
  readonly libraries: readonly SharedLibrary[];
  /** Paths inside of files whose content goes through descriptors from `firstData` on, in this order. */
  readonly dataFiles: readonly string[];
}

/** The command line of bubblewrap itself: all else comes through a descriptor, out of sight of `ps`. */
export function bubblewrapCommand(runtimeArguments: readonly string[]): string[] {
  return ["--args", String(sandboxFds.arguments), "--", sandboxPaths.entrypoint, ...runtimeArguments];
}

/** The arguments for fd 3, in the reference's order (runtime-workers §2.2). */
export function bubblewrapArguments(contents: SandboxContents): string[] {
  return [
    "--unshare-all",
    ...["--cap-drop", "ALL"],
    ...["--hostname", hostname],
    ...["--tmpfs", "/tmp"],
    ...["--dev", "/dev"],
    "--die-with-parent",
    "--new-session",
    ...["--chdir", "/"],
    ...["--ro-bind", contents.binary, sandboxPaths.entrypoint],
    ...Object.entries(contents.environment).flatMap(([name, value]) => ["--setenv", name, value]),
    ...contents.writable.flatMap((mount) => mountArguments("--bind", mount)),
    ...contents.readOnly.flatMap((mount) => mountArguments("--ro-bind", mount)),
    ...contents.devices.flatMap(({source, target}) => ["--dev-bind", source, target]),
    ...contents.libraries.flatMap(libraryArguments),
    ...["--symlink", sandboxPaths.libraries, "/usr/lib64"],
    ...["--seccomp", String(sandboxFds.seccomp)],
    ...contents.dataFiles.flatMap((target, index) => [
      ...["--dir", posix.dirname(target)],
      ...["--ro-bind-data", String(sandboxFds.firstData + index), target],
    ]),
  ];
}

/** Each argument ends with a zero byte. */
export function encodeArguments(list: readonly string[]): Uint8Array {
  return utf8(list.map((argument) => `${argument}\0`).join(""));
}

function mountArguments(option: string, {source, target}: Mount): string[] {
  return ["--dir", posix.dirname(target), option, source, target];
}

/** Programs name their loader by its full path, so that one has to be where it always is. */
function libraryArguments({path, aliases}: SharedLibrary): string[] {
  return aliases.flatMap((alias) => {
    const directory = alias.startsWith("ld-linux") ? sandboxPaths.loader : sandboxPaths.libraries;
    return ["--ro-bind", path, posix.join(directory, alias)];
  });
}
