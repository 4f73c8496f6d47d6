import {existsSync, mkdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {describe, expect, test} from "vitest";
import {comparable} from "../support/recording.ts";
import {run, testDirectory} from "../support/world.ts";

const runtime = "runtimes/80";
const state = ["persistent-store.lmdb.db/data", "tendermint/data/x", `${runtime}/history.db/data`];
const localStorage = `${runtime}/worker-local-storage.lmdb.db/data`;
const mkvs = `${runtime}/mkvs_storage.lmdb.db/data`;
const kept = ["identity.pem", "exports/genesis-x-at-3.json", "tendermint-seed/data/x"];

/** A data directory with something of everything. */
function dataDirectory(): string {
  const directory = join(testDirectory(), "node");
  mkdirSync(directory, {mode: 0o700});
  for (const path of [...state, localStorage, mkvs, ...kept]) {
    mkdirSync(dirname(join(directory, path)), {recursive: true});
    writeFileSync(join(directory, path), "x");
  }
  return directory;
}

function present(directory: string): readonly string[] {
  return [...state, localStorage, mkvs, ...kept].filter((path) => existsSync(join(directory, path)));
}

describe("unsafe-reset", () => {
  test("removes state and local storage silently, keeps keys, exports and the databases of ParaTimes", async () => {
    const directory = dataDirectory();
    expect(await run(["unsafe-reset", "--datadir", directory])).toEqual({code: 0, stdout: "", stderr: ""});
    expect(present(directory)).toEqual([mkvs, ...kept]);
  });

  test("keeps or removes what it is told to", async () => {
    const directory = dataDirectory();
    const flags = ["--preserve.local_storage", "--preserve.mkvs_database=false"];
    expect((await run(["unsafe-reset", "--datadir", directory, ...flags])).code).toBe(0);
    expect(present(directory)).toEqual([localStorage, ...kept]);
  });

  test("only tells what it would remove", async () => {
    const directory = dataDirectory();
    const {code, stdout} = await run(["unsafe-reset", "-n", "--datadir", directory, "--log.level", "INFO"]);
    expect(code).toBe(0);
    expect(present(directory)).toHaveLength(state.length + 2 + kept.length);
    expect(comparable(stdout).replaceAll(directory, "D").split("\n")).toEqual([
      'ts=T level=info module=cmd/unsafe-reset msg="dry run, no modifications will be made to files"',
      'ts=T level=info module=cmd/unsafe-reset msg="preserving MKVS database"',
      'ts=T level=info module=cmd/unsafe-reset msg="removing on-disk node state" path=D/persistent-store.lmdb.db',
      'ts=T level=info module=cmd/unsafe-reset msg="removing on-disk node state" path=D/tendermint',
      `ts=T level=info module=cmd/unsafe-reset msg="removing on-disk node state" path=D/${runtime}/history.db`,
      `ts=T level=info module=cmd/unsafe-reset msg="removing on-disk node state" path=D/${runtime}/worker-local-storage.lmdb.db`,
      'ts=T level=info module=cmd/unsafe-reset msg="state reset complete"',
      "",
    ]);
  });

  test("needs a data directory", async () => {
    const {code, stdout} = await run(["unsafe-reset"]);
    expect(code).toBe(1);
    expect(comparable(stdout)).toBe(
      'ts=T level=error module=cmd/unsafe-reset msg="data directory must be set"\n',
    );
  });
});
