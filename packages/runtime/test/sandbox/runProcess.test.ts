import {spawn} from "node:child_process";
import {open} from "node:fs/promises";
import {text} from "node:stream/consumers";
import {fileURLToPath} from "node:url";
import {systemClock} from "@oasis-node/primitives/clock";
import {expect, test} from "vitest";
import {type ProcessOptions, runProcess} from "../../src/sandbox/index.ts";
import {keepingLogger} from "../support/hosting.ts";
import {isAlive} from "../support/isAlive.ts";

const script = fileURLToPath(new URL("../support/showDescriptor.ts", import.meta.url));

const options = (shell: string, rest: Partial<ProcessOptions> = {}): ProcessOptions => ({
  command: "/bin/sh",
  arguments: ["-c", shell],
  environment: {},
  inputs: [],
  logger: keepingLogger(),
  clock: systemClock,
  ...rest,
});

test("what the node was started with is not handed on", async () => {
  const file = await open(fileURLToPath(import.meta.url));
  const nothing = Array.from({length: 17}, () => "ignore" as const);
  const child = spawn(process.execPath, ["--conditions=source", script], {
    stdio: ["ignore", "pipe", "inherit", ...nothing, file.fd],
  });
  if (child.stdout === null) throw new TypeError("no output");
  expect(await text(child.stdout)).toBe("/dev/null");
  await file.close();
});

test("inputs come through descriptors, after what has to be done first", async () => {
  const order: string[] = [];
  const inputs = [new TextEncoder().encode("one\n"), new TextEncoder().encode("two\n")];
  const beforeInputs = async () => {
    await systemClock.sleep(20);
    order.push("before");
  };
  const running = await runProcess(options("cat <&4 <&3; exit 5", {inputs, beforeInputs}));
  const {reason, lastLines} = await running.exited;
  expect([...order, reason, ...lastLines]).toEqual(["before", "exit code 5", "one"]);
});

test("the whole group is ended, and a process that cannot be started says so", async () => {
  const logger = keepingLogger();
  const running = await runProcess(options("sleep 1000 & echo $!; wait", {logger}));
  while (logger.lines.length === 0) await systemClock.sleep(5);
  const child = Number(logger.lines[0]?.fields.line);
  expect(isAlive(child)).toBe(true);
  await running.kill();
  expect((await running.exited).reason).toBe("signal SIGKILL");
  for (let i = 0; i < 100 && isAlive(child); i++) await systemClock.sleep(10);
  expect(isAlive(child)).toBe(false);
  await expect(runProcess(options("", {command: "/nowhere"}))).rejects.toMatchObject({code: "spawn"});
});
