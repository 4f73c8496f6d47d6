/** A list as the reference answers it: its lists are nil until something is appended to them, and nil is null on the wire. */
export function nullWhenEmpty<T>(list: T[]): T[] | null {
  return list.length === 0 ? null : list;
}
