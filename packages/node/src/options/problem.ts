import type {Place} from "./parsed.ts";

/** Where a value was given. */
export type OptionSource =
  | {readonly from: "flag"; readonly flag: string}
  | {readonly from: "environment"; readonly variable: string}
  | ({readonly from: "file"; readonly path: string} & Place)
  | {readonly from: "default"};

/** Something that has to be put right before the command can run. */
export interface OptionProblem {
  /** The option, or `null` when the problem is not with one. */
  readonly key: string | null;
  readonly source: OptionSource;
  /** One line: in the words of the reference where it has some. */
  readonly message: string;
  readonly found: string;
  readonly wanted: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Something odd that stops nothing. */
export interface OptionWarning {
  readonly key: string;
  readonly source: OptionSource;
  readonly message: string;
}

/** Where, in words; empty for defaults. */
export function sourceText(source: OptionSource): string {
  switch (source.from) {
    case "flag":
      return source.flag;
    case "environment":
      return source.variable;
    case "file":
      return `${source.path}:${source.line}:${source.column}`;
    case "default":
      return "";
  }
}
