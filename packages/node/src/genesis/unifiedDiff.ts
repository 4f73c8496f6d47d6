/** Lines of context around a change. */
const context = 3;
/** Edits after which two texts count as different altogether: the search costs their square. */
const maxEdits = 500;

/** A step from the old lines to the new ones; `old` and `new` count lines before it. */
interface Edit {
  readonly kind: " " | "-" | "+";
  readonly line: string;
  readonly old: number;
  readonly new: number;
}

/** How many old lines are done at most on each diagonal, that is, old lines minus new ones. */
type Reach = ReadonlyMap<number, number>;

export interface DiffNames {
  readonly from: string;
  readonly to: string;
}

/** What changes between two texts, in unified form; empty for equal ones. PERF: lines plus the square of the edits. */
export function unifiedDiff(from: string, to: string, names: DiffNames): string {
  const edits = editsOf(from.split("\n"), to.split("\n"));
  const hunks = hunksOf(edits);
  if (hunks.length === 0) return "";
  return [`--- ${names.from}`, `+++ ${names.to}`, ...hunks.flatMap(hunkLines), ""].join("\n");
}

function hunkLines(hunk: readonly Edit[]): string[] {
  const [first] = hunk;
  const oldCount = hunk.filter(({kind}) => kind !== "+").length;
  const newCount = hunk.filter(({kind}) => kind !== "-").length;
  const head = `@@ -${span(first?.old ?? 0, oldCount)} +${span(first?.new ?? 0, newCount)} @@`;
  return [head, ...hunk.map(({kind, line}) => `${kind}${line}`)];
}

/** Where a hunk is, counted from one; of no lines at all, after which line. */
function span(before: number, count: number): string {
  if (count === 1) return `${before + 1}`;
  return `${count === 0 ? before : before + 1},${count}`;
}

/** Changes with their context; changes whose contexts touch go together. */
function hunksOf(edits: readonly Edit[]): Edit[][] {
  const changed = edits.flatMap(({kind}, at) => (kind === " " ? [] : [at]));
  const ranges: {start: number; end: number}[] = [];
  for (const at of changed) {
    const last = ranges.at(-1);
    const end = Math.min(edits.length, at + context + 1);
    if (last !== undefined && at - context <= last.end) last.end = end;
    else ranges.push({start: Math.max(0, at - context), end});
  }
  return ranges.map(({start, end}) => edits.slice(start, end));
}

function editsOf(from: readonly string[], to: readonly string[]): Edit[] {
  const head = commonLength(from, to, (lines, at) => lines[at]);
  const rest = {from: from.slice(head), to: to.slice(head)};
  const tail = commonLength(rest.from, rest.to, (lines, at) => lines[lines.length - 1 - at]);
  const middle = kinds(rest.from.slice(0, rest.from.length - tail), rest.to.slice(0, rest.to.length - tail));
  const all = [...new Array<" ">(head).fill(" "), ...middle, ...new Array<" ">(tail).fill(" ")];
  return numbered(all, from, to);
}

function commonLength(
  a: readonly string[],
  b: readonly string[],
  lineAt: (lines: readonly string[], at: number) => string | undefined,
): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && lineAt(a, length) === lineAt(b, length)) length++;
  return length;
}

function numbered(steps: readonly Edit["kind"][], from: readonly string[], to: readonly string[]): Edit[] {
  let old = 0;
  let fresh = 0;
  return steps.map((kind) => {
    const edit = {kind, line: (kind === "+" ? to[fresh] : from[old]) ?? "", old, new: fresh};
    if (kind !== "+") old++;
    if (kind !== "-") fresh++;
    return edit;
  });
}

/** The shortest way from one list of lines to the other (E. Myers, 1986). */
function kinds(from: readonly string[], to: readonly string[]): Edit["kind"][] {
  const trace: Reach[] = [];
  let reach: Reach = new Map([[1, 0]]);
  for (let edits = 0; edits <= Math.min(maxEdits, from.length + to.length); edits++) {
    trace.push(reach);
    const next = new Map(reach);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = stepFrom(reach, diagonal, edits);
      while (x < from.length && x - diagonal < to.length && from[x] === to[x - diagonal]) x++;
      next.set(diagonal, x);
      if (x >= from.length && x - diagonal >= to.length) return backtrack(trace, from.length, to.length);
    }
    reach = next;
  }
  return [...new Array<"-">(from.length).fill("-"), ...new Array<"+">(to.length).fill("+")];
}

/** Furthest start on a diagonal with one more edit. */
function stepFrom(reach: Reach, diagonal: number, edits: number): number {
  return isInsertion(reach, diagonal, edits) ? at(reach, diagonal + 1) : at(reach, diagonal - 1) + 1;
}

/** Whether the last edit came down from the diagonal above; else it came right from the one below. */
function isInsertion(reach: Reach, diagonal: number, edits: number): boolean {
  return diagonal === -edits || (diagonal !== edits && at(reach, diagonal - 1) < at(reach, diagonal + 1));
}

function at(reach: Reach, diagonal: number): number {
  return reach.get(diagonal) ?? -1;
}

function backtrack(trace: readonly Reach[], oldEnd: number, newEnd: number): Edit["kind"][] {
  const steps: Edit["kind"][] = [];
  let old = oldEnd;
  let diagonal = oldEnd - newEnd;
  for (const [edits, reach] of [...trace.entries()].reverse()) {
    const inserts = isInsertion(reach, diagonal, edits);
    const after = edits === 0 ? 0 : stepFrom(reach, diagonal, edits);
    steps.push(...new Array<" ">(old - after).fill(" "));
    if (edits === 0) break;
    steps.push(inserts ? "+" : "-");
    old = inserts ? after : after - 1;
    diagonal = inserts ? diagonal + 1 : diagonal - 1;
  }
  return steps.reverse();
}
