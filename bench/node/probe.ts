import {monitorEventLoopDelay} from "node:perf_hooks";
import type {Sample} from "./sample.ts";

/**
 * Loaded into the node's process before the node: on every message it tells what the process has used so far, and how long
 * the event loop has been held up since the message before.
 */
const delay = monitorEventLoopDelay({resolution: 1});
delay.enable();

process.on("message", () => {
  const main = process.threadCpuUsage();
  const {user, system} = process.cpuUsage();
  const sample: Sample = {
    cpuMs: (user + system) / 1000,
    mainCpuMs: (main.user + main.system) / 1000,
    rss: process.memoryUsage.rss(),
    // The histogram counts from one tick to the next, which are a millisecond apart.
    delayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - 1),
    delayMaxMs: Math.max(0, delay.max / 1e6 - 1),
  };
  delay.reset();
  process.send?.(sample);
});
process.channel?.unref();
