import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync, gzipSync} from "node:zlib";
import {afterAll, describe, expect, test} from "vitest";
import {root} from "../../scripts/run.ts";
import {runConformance} from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "replay-"));
afterAll(() => rmSync(folder, {recursive: true}));

interface Line {
  readonly type: string;
  readonly height: number;
  resp?: string;
  panic?: string;
  ops?: [string, string | null][];
}

/** What a replay says of chain-3, up to height 4, when one of its calls was recorded otherwise. */
async function replayDamaged(type: string, height: number, damage: (line: Line) => void) {
  const source = join(root, "test", "vectors", "chain-3");
  for (const name of ["genesis.json", "node.json"]) cpSync(join(source, name), join(folder, name));
  const text = gunzipSync(readFileSync(join(source, "abci.jsonl.gz"))).toString();
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line): Line => JSON.parse(line));
  const line = lines.find((one) => one.type === type && one.height === height);
  if (line === undefined) throw new TypeError(`no ${type} at ${height}`);
  damage(line);
  const damaged = lines.map((one) => JSON.stringify(one)).join("\n");
  writeFileSync(join(folder, "abci.jsonl.gz"), gzipSync(damaged));
  return runConformance("replay", folder, {toHeight: 4n});
}

/** CBOR null in base64, a value that no key has. */
const wrong = "9g==";

describe("a replay", () => {
  test("finds nothing where nothing differs", async () => {
    const report = await replayDamaged("BeginBlock", 2, () => {});
    expect([report.mismatches, report.checked]).toEqual([0, expect.any(Number)]);
  });

  test("tells a write that differs by its key, mends it and goes on", async () => {
    const report = await replayDamaged("BeginBlock", 2, ({ops}) => {
      const [first] = ops ?? [];
      if (first !== undefined) first[1] = wrong;
    });
    expect(report.kept[0]?.at).toMatch(/^height 2, BeginBlock/);
    expect(report.kept[0]?.what).toMatch(/^write staking\./);
    expect(report.checked).toBeGreaterThan(12);
  });

  test("tells a write that only one side made", async () => {
    const report = await replayDamaged("EndBlock", 2, (line) => {
      line.ops = [["Dw==", wrong]];
    });
    const [missing] = report.kept;
    expect([missing?.what, missing?.found]).toEqual(["write key 0f [0f]", '"absent"']);
  });

  test("tells an answer that differs", async () => {
    const report = await replayDamaged("EndBlock", 3, (line) => {
      line.resp = "";
    });
    expect(report.kept.map(({what}) => what)).toContain("app version");
  });

  test("tells when the chain should have stopped", async () => {
    const report = await replayDamaged("BeginBlock", 3, (line) => {
      line.panic = "halted";
      delete line.resp;
    });
    expect(report.kept.map(({what}) => what)).toContain("outcome");
  });
});
