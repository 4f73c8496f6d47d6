import {connect, type RpcClient} from "@oasis-node/rpc/client";
import {type Ended, Program, type ProgramOptions} from "./program.ts";

/** What `oasis-node localnet --json` tells when it is ready, as far as it is used here. */
export interface Report {
  readonly ready_ms: number;
  readonly new: boolean;
  readonly height: number;
  readonly dir: string;
  readonly socket: string;
  readonly genesis: string;
  readonly chain_context: string;
  readonly entity: {readonly address: string; readonly dir: string};
  readonly accounts: readonly {readonly name: string; readonly address: string; readonly dir: string}[];
}

export interface NetworkProcessOptions extends ProgramOptions {
  readonly args?: readonly string[];
}

/** A whole network in a process of its own. */
export class NetworkProcess {
  readonly program: Program;
  readonly report: Report;
  readonly #clients: RpcClient[] = [];

  private constructor(program: Program, report: Report) {
    this.program = program;
    this.report = report;
  }

  /** Starts the process without waiting for the network. */
  static launch(directory: string, {args = [], ...options}: NetworkProcessOptions = {}): Program {
    return Program.start(["localnet", "--json", "--dir", directory, ...args], options);
  }

  /** Resolves when the network is ready. Throws what the process said when it ended before. */
  static async start(directory: string, options: NetworkProcessOptions = {}): Promise<NetworkProcess> {
    const program = NetworkProcess.launch(directory, options);
    const found = await program.saying(/^(\{.*\})\n/);
    if (found === null) throw new RangeError(`the network did not start: ${program.output}`);
    return new NetworkProcess(program, JSON.parse(found[1] ?? ""));
  }

  /** A connection of its own, closed with the network. */
  connect(): RpcClient {
    const client = connect(this.report.socket);
    this.#clients.push(client);
    return client;
  }

  /** Ends the process; `SIGINT` is what Ctrl-C does. */
  async end(signal: "SIGINT" | "SIGTERM" | "SIGKILL"): Promise<Ended> {
    this.program.kill(signal);
    const ended = await this.program.ended;
    for (const client of this.#clients.splice(0)) client.close();
    return ended;
  }
}
