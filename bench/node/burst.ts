import {type ChildProcess, fork} from "node:child_process";
import {once} from "node:events";
import {setTimeout as sleep} from "node:timers/promises";
import {fileURLToPath} from "node:url";
import {connect} from "@oasis-node/rpc/client";
import {nodeControllerService} from "@oasis-node/rpc/services";
import type {BurstAnswer, BurstRequest} from "./burstClient.ts";
import type {NetworkProcess, Report} from "./network.ts";

const client = fileURLToPath(new URL("./burstClient.ts", import.meta.url));

export interface BurstResult {
  /** Transactions a second, from the first that leaves until all are known to be final. */
  readonly perSecond: number;
  /** Processor time for a transaction, microseconds: of the node, of its main thread, of the client. */
  readonly nodeCpuUs: number;
  readonly mainCpuUs: number;
  readonly clientCpuUs: number;
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
  /** Longest that a status took meanwhile, on another connection. */
  readonly statusMs: number;
  /** Resident memory of the node afterwards. */
  readonly rss: number;
}

/** One connection, in a process of its own, from which bursts of transfers come. */
export class Burster {
  readonly #network: NetworkProcess;
  readonly #client: ChildProcess;

  private constructor(network: NetworkProcess, child: ChildProcess) {
    this.#network = network;
    this.#client = child;
  }

  static async start(network: NetworkProcess): Promise<Burster> {
    const child = fork(client, [JSON.stringify(network.report)], {execArgv: ["--conditions=source"]});
    await once(child, "message");
    return new Burster(network, child);
  }

  async burst(transactions: number): Promise<BurstResult> {
    await this.#ask({sign: transactions});
    const before = await this.#network.sample("watch");
    const watch = new StatusWatch(this.#network.report);
    const {ms, cpuMs} = await this.#ask("submit");
    const after = await this.#network.sample();
    return {
      perSecond: (transactions * 1000) / ms,
      nodeCpuUs: ((after.cpuMs - before.cpuMs) * 1000) / transactions,
      mainCpuUs: ((after.mainCpuMs - before.mainCpuMs) * 1000) / transactions,
      clientCpuUs: (cpuMs * 1000) / transactions,
      delayP99Ms: after.delayP99Ms,
      delayMaxMs: after.delayMaxMs,
      statusMs: await watch.stop(),
      rss: after.rss,
    };
  }

  async stop(): Promise<void> {
    const ended = once(this.#client, "exit");
    this.#client.kill();
    await ended;
  }

  async #ask(request: BurstRequest): Promise<BurstAnswer> {
    const answer = once(this.#client, "message");
    this.#client.send(request);
    const [result]: [BurstAnswer] = (await answer) as [BurstAnswer];
    return result;
  }
}

/** Time between two looks at the status. */
const pause = 100;

/** Asks for the status again and again, on a connection of its own. */
class StatusWatch {
  readonly #stop = new AbortController();
  readonly #longest: Promise<number>;

  constructor({socket}: Report) {
    this.#longest = this.#watch(socket);
  }

  /** The longest that one took, milliseconds. */
  stop(): Promise<number> {
    this.#stop.abort();
    return this.#longest;
  }

  async #watch(socket: string): Promise<number> {
    const connection = connect(socket);
    const controller = connection.api(nodeControllerService);
    let longest = 0;
    while (!this.#stop.signal.aborted) {
      const began = performance.now();
      await controller.getStatus();
      longest = Math.max(longest, performance.now() - began);
      await sleep(pause);
    }
    connection.close();
    return longest;
  }
}
