import {lstat, opendir, readFile} from "node:fs/promises";
import {join} from "node:path";
import type {NodeMetrics} from "./metricTable.ts";
import {cpuSeconds, deviceFigures, ioBytes, memoryBytes} from "./processFigures.ts";

/** Files of a data directory that are counted; it has far fewer unless something is wrong. */
const mostFiles = 100_000;

/** Brings the gauges about the process and its data directory up to date; what a system does not tell stays as it is. */
export async function updateNodeFigures(metrics: NodeMetrics, dataDirectory: string): Promise<void> {
  const [stat, status, io, dev, usage] = await Promise.all([
    textOf("/proc/self/stat"),
    textOf("/proc/self/status"),
    textOf("/proc/self/io"),
    textOf("/proc/self/net/dev"),
    directorySize(dataDirectory),
  ]);
  const cpu = cpuSeconds(stat);
  setIfKnown(metrics.nodeCpuUtime, cpu?.user);
  setIfKnown(metrics.nodeCpuStime, cpu?.system);
  setIfKnown(metrics.nodeMemVmSize, memoryBytes(status, "VmSize"));
  setIfKnown(metrics.nodeMemRssAnon, memoryBytes(status, "RssAnon"));
  setIfKnown(metrics.nodeMemRssFile, memoryBytes(status, "RssFile"));
  setIfKnown(metrics.nodeMemRssShmem, memoryBytes(status, "RssShmem"));
  // The reference has these two exchanged; a slip nobody can rely on.
  setIfKnown(metrics.nodeDiskRead, ioBytes(io, "read_bytes"));
  setIfKnown(metrics.nodeDiskWritten, ioBytes(io, "write_bytes"));
  setIfKnown(metrics.nodeDiskUsage, usage);
  for (const {device, ...figures} of deviceFigures(dev)) {
    metrics.nodeNetReceiveBytes.set({device}, figures.receivedBytes);
    metrics.nodeNetReceivePackets.set({device}, figures.receivedPackets);
    metrics.nodeNetTransmitBytes.set({device}, figures.sentBytes);
    metrics.nodeNetTransmitPackets.set({device}, figures.sentPackets);
  }
}

function setIfKnown(gauge: {set(value: number): void}, value: number | null | undefined): void {
  if (value !== null && value !== undefined) gauge.set(value);
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    // Another system than Linux.
    return "";
  }
}

/** Bytes of all files below a directory; files that come and go meanwhile count or not. */
async function directorySize(directory: string): Promise<number | null> {
  let bytes = 0;
  let files = 0;
  const open = [directory];
  for (let path = open.pop(); path !== undefined && files < mostFiles; path = open.pop()) {
    try {
      for await (const entry of await opendir(path)) {
        const name = join(path, entry.name);
        if (entry.isDirectory()) open.push(name);
        bytes += (await lstat(name)).size;
        files++;
      }
    } catch {
      if (path === directory) return null;
    }
  }
  return bytes;
}
