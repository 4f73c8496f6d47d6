import {once} from "node:events";
import {TransferClient} from "./client.ts";
import type {Report} from "./network.ts";

/** What the client of a burst is asked for: to sign so many transfers, or to submit them. */
export type BurstRequest = {readonly sign: number} | "submit";

/** Milliseconds it took. */
export interface BurstAnswer {
  readonly ms: number;
  readonly cpuMs: number;
}

/** A client in a process of its own; its argument is the network's report. */
async function main(report: Report): Promise<void> {
  const client = await TransferClient.open(report);
  let ready: Awaited<ReturnType<TransferClient["sign"]>> = [];
  process.send?.({ms: 0, cpuMs: 0});
  while (process.connected) {
    const [request]: [BurstRequest] = (await once(process, "message")) as [BurstRequest];
    const began = performance.now();
    const cpu = process.cpuUsage();
    if (request === "submit") await Promise.all(ready.map((transaction) => client.submit(transaction)));
    else ready = await client.sign(request.sign);
    const {user, system} = process.cpuUsage(cpu);
    const answer: BurstAnswer = {ms: performance.now() - began, cpuMs: (user + system) / 1000};
    process.send?.(answer);
  }
}

await main(JSON.parse(process.argv[2] ?? "null"));
