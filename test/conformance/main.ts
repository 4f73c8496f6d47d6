import {parseArgs} from "node:util";
import {checkAll} from "./checkAll.ts";
import {Reporter} from "./kind.ts";
import {fileKinds} from "./kinds.ts";
import {runConformance} from "./run.ts";

const usage = `usage: npm run conformance -- all [--json]
       npm run conformance -- KIND PATH [--to-height N] [--show N]
all: every recording at hand
KIND: corpus, ${Object.keys(fileKinds).join(", ")}
--to-height: last height of a chain to replay
--show: differences to print, ${Reporter.maxKept} by default`;

/** `npm run conformance -- KIND PATH`: the last line is `KIND: N checked, M mismatches`; exit code 0 only when M = 0. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const {positionals, values} = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {"to-height": {type: "string"}, show: {type: "string"}, json: {type: "boolean"}},
    });
    const [kind, path, ...rest] = positionals;
    if (kind === "all" && path === undefined) return await checkAll(values.json ?? false);
    if (kind === undefined || path === undefined || rest.length > 0) {
      console.error(usage);
      return 2;
    }
    const report = await runConformance(kind, path, {
      toHeight: values["to-height"] === undefined ? null : BigInt(values["to-height"]),
      show: Number(values.show ?? Reporter.maxKept),
    });
    for (const {at, what, expected, found} of report.kept) {
      console.log(`${at}: ${what}\n  expected ${clip(expected)}\n  found    ${clip(found)}`);
    }
    for (const [what, count] of report.leftOut) console.log(`left out: ${count} ${what}`);
    if (report.checked === 0) console.log(`${path} holds no record of this kind`);
    console.log(`${kind}: ${report.checked} checked, ${report.mismatches} mismatches`);
    return report.mismatches === 0 && report.checked > 0 ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

function clip(text: string): string {
  return text.length <= 400 ? text : `${text.slice(0, 400)}… (${text.length} characters)`;
}

process.exitCode = await main(process.argv.slice(2));
