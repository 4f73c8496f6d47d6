import {fileKinds} from "./kinds.ts";
import {runConformance} from "./run.ts";

/** `npm run conformance -- KIND PATH`: the last line is `KIND: N checked, M mismatches`; exit code 0 only when M = 0. */
async function main(args: readonly string[]): Promise<number> {
  const [kind, path, ...rest] = args;
  if (kind === undefined || path === undefined || rest.length > 0) {
    console.error("usage: npm run conformance -- KIND PATH");
    console.error(`KIND: corpus, ${Object.keys(fileKinds).join(", ")}`);
    return 2;
  }
  try {
    const report = await runConformance(kind, path);
    for (const {at, what, expected, found} of report.kept) {
      console.log(`${at}: ${what}\n  expected ${clip(expected)}\n  found    ${clip(found)}`);
    }
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
