/** Longer texts than any name are not compared. */
const longestName = 100;

/** The known name that was most likely meant, if any comes close: few letters differ, or only the path before it does. */
export function suggest(name: string, known: Iterable<string>): string | null {
  if (name.length > longestName) return null;
  const wanted = name.toLowerCase();
  const allowed = Math.max(1, Math.min(4, Math.floor(wanted.length / 4)));
  let best: string | null = null;
  let distance = allowed + 1;
  for (const candidate of known) {
    const found = editDistance(wanted, candidate.toLowerCase(), distance);
    if (found < distance) {
      best = candidate;
      distance = found;
    }
  }
  return best ?? sameEnding(wanted, known);
}

function sameEnding(name: string, known: Iterable<string>): string | null {
  const ending = name.slice(name.indexOf(".") + 1);
  if (ending.length < 4) return null;
  const found = [...known].filter((candidate) => candidate.endsWith(`.${ending}`));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Letters to insert, remove, exchange or swap with the next one; at least `limit` when it is not below that. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({length: b.length + 1}, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      }
      row.push(cost);
    }
    if (Math.min(...row) >= limit) return limit;
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
