import {readdirSync} from "node:fs";
import {availableParallelism} from "node:os";
import {type Measurement, measure} from "./measure.ts";
import type {BenchCase, BenchSuite} from "./suite.ts";

interface Row extends Measurement {
  readonly suite: string;
  readonly name: string;
  readonly unit: string;
  readonly bar: string;
}

/** `npm run bench [-- WORD …]`: measures every case whose suite or name contains one of the words; a table, then JSON. */
async function main(words: readonly string[]): Promise<void> {
  const rows: Row[] = [];
  for (const file of readdirSync(new URL(".", import.meta.url)).sort()) {
    if (!file.endsWith(".bench.ts")) continue;
    const {suite}: {suite: BenchSuite} = await import(`./${file}`);
    for (const one of suite.cases.filter((each) => wanted(words, `${suite.name} ${each.name}`))) {
      process.stderr.write(`measuring ${suite.name}: ${one.name} …\n`);
      rows.push(toRow(suite, one, await measure(one)));
    }
  }
  printTable(rows);
  const machine = {node: process.version, flags: process.execArgv, cores: availableParallelism()};
  console.log(JSON.stringify({machine, results: rows}));
}

function wanted(words: readonly string[], text: string): boolean {
  return words.length === 0 || words.some((word) => text.includes(word));
}

function toRow(suite: BenchSuite, one: BenchCase, measured: Measurement): Row {
  return {suite: suite.name, name: one.name, unit: one.unit ?? "op", bar: one.bar ?? "", ...measured};
}

function printTable(rows: readonly Row[]): void {
  const header = ["case", "per second", "each", "bar", "peer", "peer per second", "ours/peer"];
  const lines = rows.map((row) => [
    `${row.suite}: ${row.name}`,
    `${count(row.opsPerSecond)} ${row.unit}`,
    each(row.opsPerSecond),
    row.bar,
    row.peer?.name ?? "",
    row.peer ? count(row.peer.opsPerSecond) : "",
    row.peer ? (row.opsPerSecond / row.peer.opsPerSecond).toFixed(2) : "",
  ]);
  const widths = header.map((title, i) =>
    Math.max(title.length, ...lines.map((line) => line[i]?.length ?? 0)),
  );
  for (const line of [header, widths.map((width) => "-".repeat(width)), ...lines]) {
    console.log(
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  }
}

function count(perSecond: number): string {
  if (perSecond >= 1e6) return `${(perSecond / 1e6).toFixed(2)} M`;
  if (perSecond >= 1e4) return `${(perSecond / 1e3).toFixed(0)} k`;
  return perSecond.toPrecision(4);
}

function each(perSecond: number): string {
  const micros = 1e6 / perSecond;
  return micros >= 1000 ? `${(micros / 1000).toFixed(1)} ms` : `${micros.toFixed(micros < 10 ? 2 : 1)} µs`;
}

await main(process.argv.slice(2));
