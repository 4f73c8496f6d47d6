import type {Clock} from "@oasis-node/primitives/clock";
import {expect, test} from "vitest";
import {jsonLogger} from "../../src/process/index.ts";

const clock: Clock = {now: () => 1_650_000_000_123_456_789n, sleep: async () => {}};

test("each line is a JSON object with message, level, time and module", () => {
  const lines: string[] = [];
  const logger = jsonLogger((line) => lines.push(line), clock);
  logger.info("started", {round: 5n});
  logger
    .module("storage")
    .with({root: "ab"})
    .error("failed", {err: new RangeError("too far")});
  expect(lines.join("")).toBe(
    [
      '{"msg":"started","level":"INFO","ts":"2022-04-15T05:20:00.123Z","module":"runtime","round":"5"}\n',
      '{"msg":"failed","level":"ERRO","ts":"2022-04-15T05:20:00.123Z","module":"storage","root":"ab","err":"too far"}\n',
    ].join(""),
  );
});
