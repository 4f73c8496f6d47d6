import {once} from "node:events";
import {existsSync} from "node:fs";
import {mkdir, mkdtemp, rm, stat, utimes} from "node:fs/promises";
import {connect} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {systemClock} from "@oasis-node/primitives/clock";
import {afterAll, expect, test} from "vitest";
import {openHostSocket} from "../../src/sandbox/index.ts";

const directory = await mkdtemp(join(tmpdir(), "oasis-node-test-"));
process.env.TMPDIR = directory;
afterAll(() => rm(directory, {recursive: true, force: true}));

test("takes one connection and refuses the next, in a directory for this user only", async () => {
  const socket = await openHostSocket(systemClock);
  expect((await stat(socket.directory)).mode & 0o777).toBe(0o700);
  const first = connect(socket.path);
  const taken = await socket.connection;
  const second = connect(socket.path);
  const [error] = await once(second, "error");
  expect(error.code).toMatch(/ECONNREFUSED|ENOENT/);
  await socket.close();
  expect(existsSync(socket.directory)).toBe(false);
  taken.end("still open");
  const [data] = await once(first, "data");
  expect(String(data)).toBe("still open");
  first.destroy();
});

test("clears away what a node that was killed has left", async () => {
  const [old, young] = [join(directory, "oasis-runtimeAAAAAA"), join(directory, "oasis-runtimeBBBBBB")];
  for (const path of [old, young]) await mkdir(path);
  await utimes(old, 1, 1);
  const socket = await openHostSocket(systemClock);
  expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
  await socket.close();
});
