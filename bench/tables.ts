import type {Measurement} from "./measure.ts";
import type {Figure} from "./suite.ts";

/** A measured case, as it is shown. */
export interface CaseRow extends Measurement {
  readonly suite: string;
  readonly name: string;
  readonly unit: string;
  readonly bar: string;
}

export function caseTable(rows: readonly CaseRow[]): string {
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
  return table(header, lines);
}

export function figureTable(figures: Readonly<Record<string, readonly Figure[]>>): string {
  const lines = Object.entries(figures).flatMap(([suite, list]) =>
    list.map((figure) => [
      `${suite}: ${figure.name}`,
      `${figure.value.toPrecision(4)} ${figure.unit}`,
      barOf(figure),
      verdict(figure),
    ]),
  );
  return table(["figure", "ours", "bar", "met"], lines);
}

function barOf({atLeast, atMost, unit}: Figure): string {
  if (atLeast !== undefined) return `≥ ${atLeast} ${unit}`;
  return atMost === undefined ? "" : `≤ ${atMost} ${unit}`;
}

function verdict({value, atLeast, atMost}: Figure): string {
  if (atLeast === undefined && atMost === undefined) return "";
  return value >= (atLeast ?? value) && value <= (atMost ?? value) ? "yes" : "no";
}

function table(header: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = header.map((title, i) =>
    Math.max(title.length, ...lines.map((line) => line[i]?.length ?? 0)),
  );
  return [header, widths.map((width) => "-".repeat(width)), ...lines]
    .map((line) => line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  "))
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
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
