import {readdirSync} from "node:fs";
import {availableParallelism, loadavg} from "node:os";
import {type Measurement, measure} from "./measure.ts";
import type {BenchCase, BenchSuite, Figure} from "./suite.ts";
import {type CaseRow, caseTable, figureTable} from "./tables.ts";

/**
 * `npm run bench [-- [--json] WORD …]`: measures the suites that are named, and what has another of the words in its name; all of
 * them without words. Tables, then JSON; with `--json` nothing else.
 */
async function main(args: readonly string[]): Promise<void> {
  const words = args.filter((arg) => arg !== "--json");
  const suites = await loadSuites();
  const load = loadavg();
  const results: CaseRow[] = [];
  const figures: Record<string, Figure[]> = {};
  for (const suite of suites) {
    const isWanted = (name: string): boolean => wanted(words, suites, suite.name, name);
    for (const one of (suite.cases ?? []).filter(({name}) => isWanted(name))) {
      process.stderr.write(`measuring ${suite.name}: ${one.name} …\n`);
      results.push(toRow(suite, one, await measure(one)));
    }
    for (const {name, measure: found} of (suite.scenarios ?? []).filter((one) => isWanted(one.name))) {
      process.stderr.write(`measuring ${suite.name}: ${name} …\n`);
      figures[suite.name] = [...(figures[suite.name] ?? []), ...(await found())];
    }
  }
  if (!args.includes("--json")) printTables(results, figures);
  const machine = {node: process.version, flags: process.execArgv, cores: availableParallelism(), load};
  console.log(JSON.stringify({machine, results, figures: byName(figures)}));
}

async function loadSuites(): Promise<BenchSuite[]> {
  const suites: BenchSuite[] = [];
  for (const file of readdirSync(new URL(".", import.meta.url)).sort()) {
    if (!file.endsWith(".bench.ts")) continue;
    const {suite}: {suite: BenchSuite} = await import(`./${file}`);
    suites.push(suite);
  }
  return suites;
}

function wanted(
  words: readonly string[],
  suites: readonly BenchSuite[],
  suite: string,
  name: string,
): boolean {
  const isSuite = (word: string): boolean => suites.some((one) => one.name === word);
  const fits = (word: string): boolean =>
    isSuite(word) ? word === suite : `${suite} ${name}`.includes(word);
  return words.length === 0 || words.some(fits);
}

function toRow(suite: BenchSuite, one: BenchCase, measured: Measurement): CaseRow {
  return {suite: suite.name, name: one.name, unit: one.unit ?? "op", bar: one.bar ?? "", ...measured};
}

function printTables(
  results: readonly CaseRow[],
  figures: Readonly<Record<string, readonly Figure[]>>,
): void {
  if (results.length > 0) process.stdout.write(caseTable(results));
  if (Object.keys(figures).length > 0) process.stdout.write(figureTable(figures));
}

/** `{burst: {tx_per_s: 2600, …}, …}` */
function byName(figures: Readonly<Record<string, readonly Figure[]>>) {
  const values = (list: readonly Figure[]) =>
    Object.fromEntries(list.map(({name, value}) => [name, Number(value.toPrecision(4))]));
  return Object.fromEntries(Object.entries(figures).map(([suite, list]) => [suite, values(list)]));
}

await main(process.argv.slice(2));
