import {execFile} from "node:child_process";
import {access, mkdir, readdir, readFile, rmdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {promisify} from "node:util";
import type {Clock} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";

/** What one runtime may use. The reference sets no limits (runtime-workers §2.5); these keep a broken one from taking all. */
export interface ResourceLimits {
  /** Memory of all its processes together, in bytes. */
  readonly memory: number;
  /** Its processes and threads. */
  readonly tasks: number;
  /** Open files of each of its processes. */
  readonly files: number;
}

export const defaultResourceLimits: ResourceLimits = {memory: 4 * 1024 ** 3, tasks: 1024, files: 65536};

/** Limits in force for one process and all that it starts. */
export interface Confinement {
  /** The limits that hold. */
  readonly active: readonly (keyof ResourceLimits)[];
  /** Puts away what was made for them, when the process is gone. */
  release(): Promise<void>;
}

const cgroupRoot = "/sys/fs/cgroup";
const groupPrefix = "oasis-runtime-";
const run = promisify(execFile);

/** Time that the kernel may need to empty a group whose processes were killed. */
const releaseAttempts = 10;
const releasePauseMs = 20;

/**
 * Limits a process before it does anything: memory and tasks by cgroups of either version where this user may make them,
 * open files and core dumps, and without cgroups the data size of each process, by resource limits. What the machine does
 * not offer does not hold; `active` tells.
 */
export async function confine(
  pid: number,
  limits: ResourceLimits,
  {logger, clock}: {readonly logger: Logger; readonly clock: Clock},
): Promise<Confinement> {
  const groups: string[] = [];
  const active: (keyof ResourceLimits)[] = [];
  for (const {parent, files, limit} of candidates(await ownCgroups(), limits)) {
    if (active.includes(limit[0] ?? "files")) continue;
    await sweep(parent);
    const group = join(parent, `${groupPrefix}${pid}`);
    if (await enter(group, pid, files)) {
      groups.push(group);
      active.push(...limit);
    }
  }
  if (await setResourceLimits(pid, limits, active.includes("memory"))) active.push("files");
  logger.debug("runtime confined", {pid, limits: active.join(" ")});
  return {
    active,
    release: async () => {
      for (const group of groups) await remove(group, clock);
    },
  };
}

interface Candidate {
  readonly parent: string;
  readonly files: Readonly<Record<string, string>>;
  readonly limit: readonly (keyof ResourceLimits)[];
}

/** Own group of each hierarchy by controllers: `memory` → `/…`; the empty name is that of version 2. */
async function ownCgroups(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile("/proc/self/cgroup", "utf8").catch(() => "");
  const groups = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    for (const name of (controllers ?? "").split(",")) if (path !== undefined) groups.set(name, path);
  }
  return groups;
}

function candidates(own: ReadonlyMap<string, string>, {memory, tasks}: ResourceLimits): Candidate[] {
  const unified = own.get("");
  const parentOf = (controller: string): string | null => {
    const path = own.get(controller);
    return path === undefined ? null : join(cgroupRoot, controller, path);
  };
  const [memoryParent, pidsParent] = [parentOf("memory"), parentOf("pids")];
  return [
    ...(unified === undefined
      ? []
      : [
          {
            parent: join(cgroupRoot, unified),
            files: {"memory.max": String(memory), "memory.swap.max": "0", "pids.max": String(tasks)},
            limit: ["memory", "tasks"] as const,
          },
        ]),
    ...(memoryParent === null
      ? []
      : [
          {
            parent: memoryParent,
            files: {"memory.limit_in_bytes": String(memory)},
            limit: ["memory"] as const,
          },
        ]),
    ...(pidsParent === null
      ? []
      : [{parent: pidsParent, files: {"pids.max": String(tasks)}, limit: ["tasks"] as const}]),
  ];
}

/** Makes a group with these settings and puts the process into it; false when that is not possible here. */
async function enter(group: string, pid: number, files: Readonly<Record<string, string>>): Promise<boolean> {
  try {
    await mkdir(group);
  } catch {
    return false;
  }
  try {
    for (const [name, value] of Object.entries(files))
      await writeFile(join(group, name), value, {flag: "r+"});
    await writeFile(join(group, "cgroup.procs"), String(pid), {flag: "r+"});
    return true;
  } catch {
    await rmdir(group).catch(() => {});
    return false;
  }
}

/** Removes what a node that was killed has left: empty groups of processes that are gone. */
async function sweep(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(groupPrefix)) continue;
    const isGone = await access(`/proc/${name.slice(groupPrefix.length)}`).then(
      () => false,
      () => true,
    );
    if (isGone) await rmdir(join(parent, name)).catch(() => {});
  }
}

async function remove(group: string, clock: Clock): Promise<void> {
  for (let attempt = 0; attempt < releaseAttempts; attempt++) {
    const isGone = await rmdir(group).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === "ENOENT",
    );
    if (isGone) return;
    await clock.sleep(releasePauseMs);
  }
}

/** By `prlimit` of util-linux; false where there is none. */
async function setResourceLimits(pid: number, limits: ResourceLimits, hasMemory: boolean): Promise<boolean> {
  const data = hasMemory ? [] : [`--data=${limits.memory}`];
  // Nobody but the superuser may go beyond what the node itself was given.
  const files = Math.min(limits.files, await hardFileLimit());
  return run("prlimit", ["--pid", String(pid), "--core=0", `--nofile=${files}`, ...data]).then(
    () => true,
    () => false,
  );
}

/** Most files that a process of this one may open. */
async function hardFileLimit(): Promise<number> {
  const text = await readFile("/proc/self/limits", "utf8").catch(() => "");
  const hard = /^Max open files\s+\S+\s+(\d+)/m.exec(text)?.[1];
  return hard === undefined ? Number.POSITIVE_INFINITY : Number(hard);
}
