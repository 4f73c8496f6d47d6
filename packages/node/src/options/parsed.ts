/** Where something stands in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A value, or what is wrong with the text it was to come from. */
export type Parsed<T> = {readonly value: T} | Wrong;

export interface Wrong {
  /** In the words of the reference where it has some. */
  readonly wrong: string;
  /** The part of a list or mapping that is wrong. */
  readonly place?: Place;
}

export function isWrong(parsed: Parsed<unknown>): parsed is Wrong {
  return "wrong" in parsed;
}
