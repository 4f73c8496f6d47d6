import {silentLogger} from "@oasis-node/primitives/log";
import {describe, expect, test} from "vitest";
import {follow, Tasks} from "../../src/tasks/index.ts";
import {RecordingLogger} from "../support/recordingLogger.ts";

const random = () => new Uint8Array([128, 0]);

describe("a followed stream", () => {
  test("is opened again when it ends or breaks, with longer waits until something comes", async () => {
    const controller = new AbortController();
    const logger = new RecordingLogger();
    const slept: number[] = [];
    const clock = {now: () => 0n, sleep: async (ms: number) => void slept.push(ms)};
    const seen: string[] = [];
    const scripts = [["fail"], ["fail"], ["a", "b", "fail"], ["c"], ["fail"], ["stop"]];
    async function* open(): AsyncGenerator<string> {
      for (const word of scripts.shift() ?? []) {
        if (word === "fail") throw new RangeError("broken");
        if (word === "stop") controller.abort();
        else yield word;
      }
    }
    const watch = {
      name: "words",
      open,
      onItem: async (word: string) => void seen.push(word),
      onOpen: () => void seen.push("open"),
      signal: controller.signal,
    };
    await follow(watch, {clock, random, logger});
    expect(seen).toEqual(["open", "open", "open", "a", "b", "open", "c", "open", "open"]);
    expect(slept).toEqual([500, 750, 500, 500, 750]);
    expect(logger.count("failed to watch words")).toBe(4);
  });
});

describe("tasks", () => {
  test("end together when one fails, and tell with what", async () => {
    const tasks = new Tasks(new AbortController().signal);
    let ended = false;
    tasks.start(async () => {
      await new Promise<void>((resolve) => tasks.signal.addEventListener("abort", () => resolve()));
      ended = true;
    });
    tasks.start(async () => {
      throw new RangeError("full disk");
    });
    await expect(tasks.ended()).rejects.toThrow("full disk");
    expect(ended).toBe(true);
  });

  test("that fail because they are to end have not failed", async () => {
    const controller = new AbortController();
    const tasks = new Tasks(controller.signal);
    tasks.hold();
    tasks.start(async () => {
      await new Promise<void>((_, reject) =>
        tasks.signal.addEventListener("abort", () => reject(tasks.signal.reason)),
      );
    });
    controller.abort(new RangeError("enough"));
    await tasks.ended();
    tasks.start(async () => silentLogger.error("never"));
    await tasks.ended();
  });
});
