import {execFile} from "node:child_process";
import {stat} from "node:fs/promises";
import {promisify} from "node:util";
import {SandboxError, type SandboxErrorCode} from "./sandboxError.ts";

/** Where it is unless `runtime.sandbox.binary` says otherwise. */
export const defaultBubblewrapPath = "/usr/bin/bwrap";

/** Oldest version that does all that is asked of it. */
const oldest = [0, 3, 3] as const;
const oldestText = oldest.join(".");

/** Longest that a trial may take, in milliseconds. */
const trialTimeoutMs = 10_000;

const run = promisify(execFile);

/**
 * Whether ParaTimes can be sandboxed on this machine: bubblewrap is there, new enough, and a sandbox with nothing in it
 * really starts. Returns its version. Throws `SandboxError` `bubblewrap…`, `namespacesForbidden`.
 */
export async function checkBubblewrap(path: string = defaultBubblewrapPath): Promise<string> {
  const version = await versionOf(path);
  if (isOlder(version))
    throw refuse("bubblewrapTooOld", `${path} is bubblewrap ${version}`, "upgrade the package bubblewrap");
  try {
    await run(path, trialArguments(path), {env: {}, timeout: trialTimeoutMs});
  } catch (cause) {
    throw new SandboxError(
      "namespacesForbidden",
      {
        found: `${path} cannot make a sandbox: ${outputOf(cause)}`,
        wanted: "a kernel that lets the user of the node make namespaces",
        remedy:
          "set kernel.unprivileged_userns_clone=1 and kernel.apparmor_restrict_unprivileged_userns=0 with sysctl, " +
          "and where the node runs in a container, let that make namespaces",
      },
      cause,
    );
  }
  return version;
}

async function versionOf(path: string): Promise<string> {
  const isThere = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  const install = "install the package bubblewrap, or name its binary in runtime.sandbox.binary";
  if (!isThere) throw refuse("bubblewrapAbsent", `there is no bubblewrap at ${path}`, install);
  try {
    const {stdout} = await run(path, ["--version"], {env: {}, timeout: trialTimeoutMs});
    const version = /(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
    if (version !== undefined) return version;
    throw refuse(
      "bubblewrapBroken",
      `${path} says its version is ${JSON.stringify(stdout.slice(0, 80))}`,
      install,
    );
  } catch (cause) {
    if (cause instanceof SandboxError) throw cause;
    throw refuse("bubblewrapBroken", `${path} does not run: ${outputOf(cause)}`, install, cause);
  }
}

/** As for a runtime, but with the host's files, read-only, and bubblewrap itself as the program. */
function trialArguments(path: string): string[] {
  return [
    "--unshare-all",
    ...["--cap-drop", "ALL"],
    ...["--ro-bind", "/", "/"],
    ...["--tmpfs", "/tmp"],
    ...["--dev", "/dev"],
    "--die-with-parent",
    "--new-session",
    ...["--", path, "--version"],
  ];
}

function isOlder(version: string): boolean {
  const parts = version.split(".").map(Number);
  for (const [index, wanted] of oldest.entries()) {
    const found = parts[index] ?? 0;
    if (found !== wanted) return found < wanted;
  }
  return false;
}

function outputOf(error: unknown): string {
  const stderr = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
  if (stderr !== "") return stderr.slice(0, 400);
  return error instanceof Error ? error.message.slice(0, 400) : String(error);
}

function refuse(code: SandboxErrorCode, found: string, remedy: string, cause?: unknown): SandboxError {
  return new SandboxError(code, {found, wanted: `bubblewrap ${oldestText} or newer`, remedy}, cause);
}
