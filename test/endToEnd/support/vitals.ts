import {readdirSync, readFileSync} from "node:fs";

/** Resident memory of a process, MiB. */
export function residentMemory(pid: number): number {
  return memory(pid, "VmRSS");
}

/** The most it ever was, MiB. */
export function peakMemory(pid: number): number {
  return memory(pid, "VmHWM");
}

function memory(pid: number, field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]) / 1024;
}

export function openFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
