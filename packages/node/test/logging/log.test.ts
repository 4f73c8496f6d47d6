import {lstat, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {LogFields, Logger} from "@oasis-node/primitives/log";
import fc from "fast-check";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {openLog} from "../../src/logging/index.ts";
import type {LogLevels} from "../../src/options/index.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "oasis-log-"));
});
afterEach(async () => {
  await rm(root, {recursive: true, force: true});
});

const clock = {now: () => 1_795_365_317_069_360_040n, sleep: async () => undefined};
const levels = (
  fallback: LogLevels["default"],
  modules: Record<string, LogLevels["default"]> = {},
): LogLevels => ({
  default: fallback,
  modules: new Map(Object.entries(modules)),
});

/** The lines that `use` leaves in a log. */
async function lines(
  use: (log: {logger: (module: string) => Logger; commandLogger: (module: string) => Logger}) => void,
  {
    format = "logfmt",
    at = levels("DEBUG"),
  }: {readonly format?: "logfmt" | "JSON"; readonly at?: LogLevels} = {},
): Promise<string[]> {
  const file = join(root, "node.log");
  await rm(file, {force: true});
  const log = await openLog({format, levels: at, file, clock});
  use(log);
  await log.stop();
  return (await readFile(file, "utf8")).split("\n").slice(0, -1);
}

function shown(fields: LogFields, format: "logfmt" | "JSON" = "logfmt"): Promise<string[]> {
  return lines((log) => log.logger("m").info("x", fields), {format});
}

describe("a line of the log", () => {
  test("has the recorded order of fields, for commands with the time first", async () => {
    const said = await lines((log) => {
      const logger = log.logger("genesis/file").with({filename: "genesis.json"});
      logger.warn("failed to open genesis document", {
        err: new Error("open genesis.json: no such file or directory"),
      });
      log.commandLogger("oasis-node").error("failed to initialize the genesis provider", {err: "a=b"});
    });
    expect(said).toEqual([
      'level=warn module=genesis/file ts=2026-11-22T16:35:17.06936004Z filename=genesis.json msg="failed to open genesis document" err="open genesis.json: no such file or directory"',
      'ts=2026-11-22T16:35:17.06936004Z level=error module=oasis-node msg="failed to initialize the genesis provider" err="a=b"',
    ]);
  });

  test("in JSON has its keys in alphabetical order", async () => {
    const said = await shown({zeta: 1, err: new Error("no"), alpha: {b: [1n, null], a: true}}, "JSON");
    expect(said).toEqual([
      '{"alpha":{"a":true,"b":[1,null]},"err":"no","level":"info","module":"m","msg":"x","ts":"2026-11-22T16:35:17.06936004Z","zeta":1}',
    ]);
  });

  test.each([
    [18446744073709551615n, "18446744073709551615", "18446744073709551615"],
    [Uint8Array.of(1, 255), "01ff", '"01ff"'],
    ["", "", '""'],
    ["two words", '"two words"', '"two words"'],
    ['a"b\n', '"a\\"b\\n"', '"a\\"b\\n"'],
    ["\u001b[31m", '"\\u001b[31m"', '"\\u001b[31m"'],
    [null, "null", "null"],
    [undefined, "null", "null"],
    [Number.NaN, "NaN", '"NaN"'],
    [new Error(""), "Error", '"Error"'],
    [() => 1, '"unsupported value type"', '"unsupported value type"'],
    [new Date(0), "1970-01-01T00:00:00.000Z", '"1970-01-01T00:00:00.000Z"'],
    [[1, "a b"], '"[1,\\"a b\\"]"', '[1,"a b"]'],
    [new Map([["k", 1]]), '"{\\"k\\":1}"', '{"k":1}'],
    [{toJSON: () => "[hidden]", secret: 1}, "[hidden]", '"[hidden]"'],
  ])("shows value %#", async (value, logfmt, json) => {
    expect((await shown({value}))[0]).toMatch(new RegExp(` value=${literal(logfmt)}$`));
    expect((await shown({value}, "JSON"))[0]).toContain(`"value":${json}}`);
  });

  test("never throws and is one line, whatever it is given", async () => {
    const circle: Record<string, unknown> = {};
    circle.self = Array(100).fill(circle);
    const nasty = {
      get trap(): never {
        throw new Error("no");
      },
      deep: {
        get trap(): never {
          throw new Error("no");
        },
      },
      symbol: Symbol("s"),
      circle,
      "bad name=": 1,
      __proto__: null,
    };
    expect(await shown(nasty)).toHaveLength(1);
    const said = await shown(nasty, "JSON");
    expect(JSON.parse(said[0] ?? "")).toMatchObject({
      trap: "unsupported value type",
      symbol: "unsupported value type",
    });
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.anything({withBigInt: true, withTypedArray: true})),
        async (fields) => {
          expect(await shown(fields)).toHaveLength(1);
          const json = await shown(fields, "JSON");
          expect(json).toHaveLength(1);
          expect(() => JSON.parse(json[0] ?? "")).not.toThrow();
        },
      ),
      {numRuns: 100, seed: 5},
    );
  });
});

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

describe("levels", () => {
  test.each([
    [levels("WARN"), "x", ["warn", "error"]],
    [levels("DEBUG"), "x", ["debug", "info", "warn", "error"]],
    // The base filter drops what is below the default.
    [levels("INFO", {tendermint: "DEBUG"}), "tendermint:p2p", ["info", "warn", "error"]],
    [levels("DEBUG", {tendermint: "ERROR"}), "tendermint:p2p", ["error"]],
    // The last prefix by alphabet counts.
    [
      levels("DEBUG", {tendermint: "ERROR", "tendermint:p2p": "INFO"}),
      "tendermint:p2p",
      ["info", "warn", "error"],
    ],
    [levels("DEBUG", {t: "INFO", tendermint: "ERROR"}), "tx", ["info", "warn", "error"]],
  ])("%# let through what they should", async (at, module, expected) => {
    const said = await lines(
      (log) => {
        const logger = log.logger("other").module(module);
        logger.debug("m");
        logger.info("m");
        logger.warn("m");
        logger.error("m");
      },
      {at},
    );
    expect(said.map((line) => /level=(\w+)/.exec(line)?.[1])).toEqual(expected);
  });
});

describe("the file of a log", () => {
  test("is for its owner only and is appended to", async () => {
    const file = join(root, "a.log");
    for (const message of ["one", "two"]) {
      const log = await openLog({format: "logfmt", levels: levels("INFO"), file, clock});
      log.logger("m").info(message);
      await log.stop();
    }
    expect(((await lstat(file)).mode & 0o777).toString(8)).toBe("600");
    expect((await readFile(file, "utf8")).match(/msg=\w+/g)).toEqual(["msg=one", "msg=two"]);
  });

  test("that cannot be opened is an error", async () => {
    const options = {format: "JSON", levels: levels("INFO"), file: join(root, "no", "a.log"), clock} as const;
    await expect(openLog(options)).rejects.toMatchObject({code: "ENOENT"});
  });

  test("that is full stops nobody", async () => {
    const log = await openLog({format: "logfmt", levels: levels("INFO"), file: "/dev/full", clock});
    for (let i = 0; i < 100; i++) log.logger("m").info("lost");
    await log.stop();
    log.flushSync();
  });

  test("takes a bounded number of waiting lines and tells how many are missing", async () => {
    const said = await lines((log) => {
      const logger = log.logger("m");
      for (let i = 0; i < 3000; i++) logger.info("x".repeat(1000));
    });
    const missing = /msg="lines of the log are missing" count=(\d+)$/.exec(said.at(-1) ?? "");
    expect(said.length).toBeLessThan(1100);
    expect(Number(missing?.[1]) + said.length - 1).toBe(3000);
  });

  test("is complete when it is flushed at the end of the process", async () => {
    const file = join(root, "b.log");
    await writeFile(file, "");
    const log = await openLog({format: "logfmt", levels: levels("INFO"), file, clock});
    log.logger("m").info("last words");
    log.flushSync();
    expect(await readFile(file, "utf8")).toContain("last words");
    await log.stop();
  });
});
