import {spawnSync} from "node:child_process";
import {existsSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {silentLogger} from "@oasis-node/primitives/log";
import {expect, onTestFinished, test} from "vitest";
import {RpcServer, ServerError} from "../../src/server/index.ts";
import {clientOf, sampleApi, sampleServer, sampleService, socketPath} from "../support.ts";

function newServer(): RpcServer {
  const server = new RpcServer({logger: silentLogger});
  server.register(sampleService, sampleApi);
  onTestFinished(() => server.stop(0));
  return server;
}

test("the socket is its owner's only, and gone when the server is", async () => {
  const {server, path} = await sampleServer();
  expect((statSync(path).mode & 0o777).toString(8)).toBe("700");
  await server.stop();
  expect(existsSync(path)).toBe(false);
});

test("a socket that a killed process left is replaced", async () => {
  const path = await socketPath();
  const script = `require("net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 9))`;
  spawnSync(process.execPath, ["-e", script]);
  expect(statSync(path).isSocket()).toBe(true);
  await newServer().listenUnix(path);
  expect(await clientOf(path).api(sampleService).greet()).toBe("hello");
});

test("a socket on which somebody answers is left alone", async () => {
  const {path} = await sampleServer();
  await expect(newServer().listenUnix(path)).rejects.toMatchObject({code: "inUse"});
  expect(await clientOf(path).api(sampleService).greet()).toBe("hello");
});

test("a file that is no socket is left alone", async () => {
  const path = await socketPath();
  writeFileSync(path, "precious");
  await expect(newServer().listenUnix(path)).rejects.toMatchObject({code: "notASocket"});
  expect(readFileSync(path, "utf8")).toBe("precious");
});

test("a directory that is not there is an error with the reason", async () => {
  const listening = newServer().listenUnix(`${await socketPath()}/not/there`);
  await expect(listening).rejects.toBeInstanceOf(ServerError);
});
