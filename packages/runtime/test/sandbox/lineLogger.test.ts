import {Readable} from "node:stream";
import {describe, expect, test} from "vitest";
import {LineLogger} from "../../src/sandbox/index.ts";
import {keepingLogger} from "../support/hosting.ts";
import {ManualClock} from "../support/manualClock.ts";

const limits = {lineLength: 10, linesPerSecond: 3, bytesPerSecond: 100};

async function logged(chunks: readonly string[]) {
  const logger = keepingLogger();
  const lines = new LineLogger(logger, new ManualClock(), limits);
  await lines.follow(Readable.from(chunks.map((chunk) => Buffer.from(chunk))));
  return {lines: logger.lines, last: lines.lastLines};
}

describe("output of a runtime", () => {
  test("is logged by lines, however it comes in", async () => {
    const {lines} = await logged(["a", "b\nc\n\n", "d"]);
    expect(lines.map(({level, message, fields}) => [level, message, fields.line])).toEqual([
      ["info", "runtime output", "ab"],
      ["info", "runtime output", "c"],
      ["info", "runtime output", "d"],
    ]);
  });

  test("of the Rust library's form keeps its level", async () => {
    const logger = keepingLogger();
    const whole = new LineLogger(logger, new ManualClock());
    const line =
      '{"msg":"boom","level":"CRIT","module":"dispatcher"}\n{"level":5}\n{"msg":"x","level":"DEBG"}\n{\n';
    await whole.follow(Readable.from([Buffer.from(line)]));
    expect(logger.lines.map(({level, fields}) => [level, fields.line, fields.source])).toEqual([
      ["error", "boom", "dispatcher"],
      ["info", '{"level":5}', undefined],
      ["debug", "x", undefined],
      ["info", "{", undefined],
    ]);
  });

  test("beyond the limits is cut and counted", async () => {
    const {lines, last} = await logged(["0123456789abc\n", "1\n2\n3\n4\n"]);
    expect(lines.map(({fields}) => fields.line ?? fields.lines)).toEqual(["0123456789…", "1", "2", 2]);
    expect(last).toEqual(["0123456789…", "1", "2", "3", "4"]);
  });

  test("that does not end is read no faster than allowed", async () => {
    const clock = new ManualClock();
    let read = 0;
    function* endless() {
      for (;;) {
        read++;
        yield Buffer.alloc(60, "x");
      }
    }
    const stop = new AbortController();
    const followed = new LineLogger(keepingLogger(), clock, limits).follow(
      Readable.from(endless()),
      stop.signal,
    );
    while (clock.waits.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const [before] = [read];
    await new Promise((resolve) => setImmediate(resolve));
    expect(read).toBe(before);
    expect(clock.waits).toEqual([1001]);
    stop.abort();
    await followed;
  });
});
