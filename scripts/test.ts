import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {run} from "./run.ts";

interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Step {
  readonly name: string;
  run(): Promise<Tally>;
}

/** A check that passes or fails as a whole. */
function check(name: string, program: string, ...args: readonly string[]): Step {
  return {
    name,
    run: async () => {
      const code = await run(program, args);
      return code === 0 ? {passed: 1, failed: 0, skipped: 0} : {passed: 0, failed: 1, skipped: 0};
    },
  };
}

/** Every test file, counted test by test; a run that ends without a report counts as one failure. */
async function runTests(): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), "oasis-node-test-"));
  const file = join(folder, "report.json");
  try {
    const code = await run("vitest", [
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
    ]);
    const report: {numPassedTests: number; numFailedTests: number; numPendingTests: number} = JSON.parse(
      readFileSync(file, "utf8"),
    );
    const failed = code !== 0 && report.numFailedTests === 0 ? 1 : report.numFailedTests;
    return {passed: report.numPassedTests, failed, skipped: report.numPendingTests};
  } catch (error) {
    process.stderr.write(`the tests left no readable report: ${String(error)}\n`);
    return {passed: 0, failed: 1, skipped: 0};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

const steps: readonly Step[] = [
  check("types", "tsc", "-p", "tsconfig.json"),
  check("lint", "biome", "ci", "--colors=off", "--error-on-warnings", "."),
  check("unused code", "knip"),
  check("build", "node", "--conditions=source", "scripts/build.ts"),
  {name: "tests", run: runTests},
];

const total = {passed: 0, failed: 0, skipped: 0};
for (const step of steps) {
  process.stdout.write(`\n=== ${step.name}\n`);
  const started = performance.now();
  const tally = await step.run();
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
  const verdict = tally.failed === 0 ? "ok" : "FAILED";
  process.stdout.write(
    `=== ${step.name}: ${verdict} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`,
  );
}
if (total.skipped > 0) process.stdout.write(`\n${total.skipped} skipped: see the reasons above\n`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
