import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {text, u64} from "@oasis-node/primitives/cbor";
import {silentLogger} from "@oasis-node/primitives/log";
import {onTestFinished} from "vitest";
import {type ConnectOptions, connect, type RpcClient} from "../src/client/index.ts";
import {RpcServer, type RpcServerOptions} from "../src/server/index.ts";
import {type Api, defineService, stream, unary} from "../src/service/index.ts";

/** A service with a method of every shape. */
export const sampleService = defineService("Sample", {
  double: unary(u64, u64),
  greet: unary(null, text),
  note: unary(text, null),
  ping: unary(null, null),
  count: stream(u64, u64),
  ticks: stream(null, u64),
});
export type SampleApi = Api<typeof sampleService>;

export const sampleApi: SampleApi = {
  double: async (value) => value * 2n,
  greet: async () => "hello",
  note: async () => {},
  ping: async () => {},
  count: async function* (to) {
    for (let value = 0n; value < to; value++) yield value;
  },
  ticks: async function* () {
    for (let value = 0n; ; value++) yield value;
  },
};

/** A path for a socket in a directory that is gone after the test. */
export async function socketPath(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "rpc-"));
  onTestFinished(() => rm(directory, {recursive: true}));
  return join(directory, "internal.sock");
}

/** A server of the sample on a socket, stopped after the test. */
export async function sampleServer(
  api: Partial<SampleApi> = {},
  options: Partial<RpcServerOptions> = {},
): Promise<{server: RpcServer; path: string}> {
  const server = new RpcServer({logger: silentLogger, ...options});
  server.register(sampleService, {...sampleApi, ...api});
  const path = await socketPath();
  await server.listenUnix(path);
  onTestFinished(() => server.stop(0));
  return {server, path};
}

/** A client of a socket, closed after the test. */
export function clientOf(path: string, options: ConnectOptions = {}): RpcClient {
  const client = connect(`unix:${path}`, options);
  onTestFinished(() => client.close());
  return client;
}

/** A promise and what settles it. */
export function gate(): {readonly opened: Promise<void>; open(): void} {
  const {promise, resolve} = Promise.withResolvers<void>();
  return {opened: promise, open: resolve};
}
