import {availableRecordings} from "./recordings.ts";
import {runConformance} from "./run.ts";

/**
 * Checks every recording at hand: whether this build does what Oasis Core 21.3.14 does, byte for byte. Gives the exit code.
 *
 * @param json - one line a recording, for programs
 */
export async function checkAll(json: boolean): Promise<number> {
  const {present, absent} = availableRecordings();
  let mismatches = 0;
  for (const [index, {kind, path, title}] of present.entries()) {
    if (!json) process.stdout.write(`[${index + 1}/${present.length}] ${title} … `);
    const started = performance.now();
    const report = await runConformance(kind, path);
    const ms = Math.round(performance.now() - started);
    mismatches += report.mismatches;
    const line = {kind, title, checked: report.checked, mismatches: report.mismatches, ms};
    process.stdout.write(
      json
        ? `${JSON.stringify(line)}\n`
        : `${line.checked} checked, ${line.mismatches} mismatches (${ms} ms)\n`,
    );
  }
  if (!json) {
    for (const title of absent) process.stdout.write(`not here, left out: ${title}\n`);
    process.stdout.write(
      mismatches === 0
        ? "Everything equals what Oasis Core 21.3.14 recorded.\n"
        : `${mismatches} records differ; see them with: npm run conformance -- KIND PATH\n`,
    );
  }
  return mismatches === 0 ? 0 : 1;
}
