import {basename} from "node:path";
import {type FileOptions, Reporter} from "./kind.ts";
import {corpusKinds, fileKinds} from "./kinds.ts";
import {readJsonLines} from "./records.ts";

/** The command line asks for something that does not exist; `message` says what does. */
class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface RunOptions extends FileOptions {
  /** Differences that are kept for display. */
  readonly show: number;
}

/** Checks one file with the kind of that name and reports what differs. */
export async function runConformance(
  kind: string,
  path: string,
  {toHeight = null, show = Reporter.maxKept}: Partial<RunOptions> = {},
): Promise<Reporter> {
  const report = new Reporter(show);
  if (kind === "corpus") {
    const corpus = await pick(corpusKinds, corpusName(path), "corpus");
    await corpus.check(readJsonLines(path), report);
  } else {
    const file = await pick(fileKinds, kind, "kind");
    await file.check(path, report, {toHeight});
  }
  return report;
}

/** `cbor-tx` of `…/cbor-tx.jsonl.gz`, also of a further file of the same kind such as `cbor-tx.2.jsonl.gz` or `cbor-tx-more.jsonl`. */
export function corpusName(path: string): string {
  const stem = basename(path).replace(/\.jsonl(\.gz)?$/, "");
  const names = Object.keys(corpusKinds).filter(
    (name) => stem === name || /^[-._]/.test(stem.slice(name.length)),
  );
  return names.filter((name) => stem.startsWith(name)).sort((a, b) => b.length - a.length)[0] ?? stem;
}

async function pick<T>(
  table: Readonly<Record<string, () => Promise<T>>>,
  name: string,
  what: string,
): Promise<T> {
  const load = Object.hasOwn(table, name) ? table[name] : undefined;
  if (load === undefined) {
    throw new UsageError(
      `unknown ${what} ${JSON.stringify(name)}; there are: ${Object.keys(table).join(", ")}`,
    );
  }
  return load();
}
