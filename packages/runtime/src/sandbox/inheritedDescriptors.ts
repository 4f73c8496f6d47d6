import {type FileHandle, open, readdir, readFile} from "node:fs/promises";

/** O_CLOEXEC, as in the octal flags that the kernel tells. */
const closeOnExec = 0o2000000n;

/** No table of descriptors is that long but by mistake. */
const maxDescriptor = 4096;

/**
 * Descriptors that this process was started with and would hand on: Node closes its own only. Returns what to give to
 * `spawn` as `stdio` from descriptor `from` on, so that a child finds `/dev/null` in their place.
 */
export async function hideInherited(
  from: number,
): Promise<{readonly stdio: (FileHandle["fd"] | "ignore")[]; close(): Promise<void>}> {
  const inherited = (await listInherited()).filter((fd) => fd >= from && fd <= maxDescriptor);
  if (inherited.length === 0) return {stdio: [], close: async () => {}};
  const nowhere = await open("/dev/null", "r+");
  const length = Math.max(...inherited) - from + 1;
  const stdio = Array.from({length}, (_, index) =>
    inherited.includes(from + index) ? nowhere.fd : "ignore",
  );
  return {stdio, close: () => nowhere.close()};
}

async function listInherited(): Promise<number[]> {
  const names = await readdir("/proc/self/fd").catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const info = await readFile(`/proc/self/fdinfo/${name}`, "utf8").catch(() => "");
      const flags = /^flags:\s*(\d+)/m.exec(info)?.[1];
      return flags !== undefined && (BigInt(`0o${flags}`) & closeOnExec) === 0n ? Number(name) : -1;
    }),
  );
  return found.filter((fd) => fd > 2);
}
