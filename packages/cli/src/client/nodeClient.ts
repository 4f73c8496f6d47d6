import type {clientOptions, OptionTable, OptionValues} from "@oasis-node/node/options";
import type {Logger} from "@oasis-node/primitives/log";
import {connect, type RpcClient} from "@oasis-node/rpc/client";
import {type Api, methodPath, type Service} from "@oasis-node/rpc/service";
import type {CommandContext} from "../framework/index.ts";
import {emptyResponse} from "./emptyResponse.ts";
import {nodeAddress} from "./nodeAddress.ts";

interface Method {
  readonly kind: "unary" | "stream";
  readonly wireName: string | null;
  readonly response: {zero(): unknown} | null;
}

type Call = (request: unknown, options: unknown) => unknown;

/** The node that a command talks to. Each call leaves its traces in the log, as those of the reference do (cli-config-grpc §3). */
export class NodeClient {
  readonly #rpc: RpcClient;
  readonly #logger: Logger;
  readonly #logsBodies: boolean;
  #calls = 0;

  constructor(rpc: RpcClient, logger: Logger, logsBodies: boolean) {
    this.#rpc = rpc;
    this.#logger = logger;
    this.#logsBodies = logsBodies;
  }

  /** A service of the node. Calls fail as those of `RpcClient` do. */
  api<M>(service: Service<M>): Api<Service<M>> {
    const methods = Object.entries(service.methods as Readonly<Record<string, Method>>);
    const plain = this.#rpc.api(service) as Readonly<Record<string, Call>>;
    const calls = methods.flatMap(([property, method]) => {
      const call = plain[property];
      if (call === undefined) return [];
      const path = methodPath(service.name, property, method.wireName);
      return [[property, method.kind === "unary" ? this.#logged(path, method, call) : call] as const];
    });
    // The calls of the table, of the types that the table gives them.
    return Object.fromEntries(calls) as Api<Service<M>>;
  }

  close(): void {
    this.#rpc.close();
  }

  #logged(method: string, {response}: Method, call: Call): Call {
    return async (request, options) => {
      this.#calls++;
      const fields = {method, req_seq: this.#calls};
      if (this.#logsBodies) this.#logger.debug("request", {...fields, req: request});
      try {
        const result = await call(request, options);
        if (this.#logsBodies) this.#logger.debug("request succeeded", fields);
        return result;
      } catch (err) {
        this.#logger.error("request failed", {...fields, rsp: emptyResponse(response), err});
        throw err;
      }
    };
  }
}

/** What it takes to talk to a node: the context of a command with client options. */
export interface ClientContext
  extends Pick<CommandContext<OptionTable>, "environment" | "logger" | "partLogger"> {
  readonly options: Pick<OptionValues<typeof clientOptions>, "address" | "wait" | "grpc.log.debug">;
}

/** Talks to the node of the options; connects with the first call. Throws `ClientError` for an address that is none. */
export function openNode({options, environment, logger, partLogger}: ClientContext): NodeClient {
  const address = nodeAddress(options.address, environment.cwd, logger.module("cmd/grpc"));
  const rpc = connect(address, {waitForReady: options.wait});
  return new NodeClient(rpc, partLogger("grpc/client"), options["grpc.log.debug"]);
}
