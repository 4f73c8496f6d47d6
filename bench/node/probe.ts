import {monitorEventLoopDelay} from "node:perf_hooks";
import type {Sample} from "./sample.ts";

/**
 * Loaded into the node's process before the node: on every message it tells what the process has used so far, and how long
 * the event loop has been held up since the message "watch" and the message before. Watching takes a percent of a core.
 */
const delay = monitorEventLoopDelay({resolution: 1});

process.on("message", (message) => {
  if (message === "watch") delay.enable();
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
