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
function replayDamaged(type: string, height: number, damage: (line: Line) => void) {
  return replayEdited((lines) => {
    const line = lines.find((one) => one.type === type && one.height === height);
    if (line === undefined) throw new TypeError(`no ${type} at ${height}`);
    damage(line);
    return lines;
  });
}

/** What a replay says of chain-3, up to height 4, when its calls, or its genesis, were recorded otherwise. */
async function replayEdited(
  edit: (lines: Line[]) => readonly Line[],
  editGenesis: (text: string) => string = (text) => text,
) {
  const source = join(root, "test", "vectors", "chain-3");
  cpSync(join(source, "node.json"), join(folder, "node.json"));
  const genesis = readFileSync(join(source, "genesis.json"), "utf8");
  writeFileSync(join(folder, "genesis.json"), editGenesis(genesis));
  const text = gunzipSync(readFileSync(join(source, "abci.jsonl.gz"))).toString();
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line): Line => JSON.parse(line));
  const edited = edit(lines).map((one) => JSON.stringify(one));
  writeFileSync(join(folder, "abci.jsonl.gz"), gzipSync(edited.join("\n")));
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

describe("a recorded halt", () => {
  /** The calls up to the beginning of a block that begins a second time, which stops the reference; then what came after. */
  const begunTwice = (lines: readonly Line[], second: Partial<Line>): Line[] => {
    const at = lines.findIndex(({type, height}) => type === "BeginBlock" && height === 3) + 1;
    const {resp: _, ops: __, ...again} = lines[at - 1] ?? {type: "", height: 0};
    return [...lines.slice(0, at), {...again, ...second}, ...lines.slice(at)];
  };

  test("is one of ours, at the same call, and the end of the replay", async () => {
    const report = await replayEdited((lines) => begunTwice(lines, {panic: "redundant BeginBlock"}));
    expect(report.kept).toEqual([]);
    const whole = await replayEdited((lines) => lines);
    expect(report.checked).toBeLessThan(whole.checked);
  });

  test("is told when the reference went on, once: nothing can follow it", async () => {
    const report = await replayEdited((lines) => begunTwice(lines, {resp: ""}));
    expect([report.mismatches, report.kept[0]?.what]).toEqual([1, "outcome"]);
    expect(report.kept[0]?.found).toContain("redundant BeginBlock");
  });

  test("can be that of genesis", async () => {
    const halted = (lines: readonly Line[]): Line[] =>
      lines.map(({resp, ops, ...line}) =>
        line.type === "InitChain"
          ? {...line, panic: "inconsistent initial height"}
          : {...line, ...(resp === undefined ? {} : {resp}), ...(ops === undefined ? {} : {ops})},
      );
    const report = await replayEdited(halted, (text) => text.replace('"height": 1,', '"height": 2,'));
    expect(report.kept).toEqual([]);
    expect(report.checked).toBe(2);
  });
});
