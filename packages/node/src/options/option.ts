import type {OptionType} from "./optionType.ts";

/** What an option is: everything that flags, files, help and reference pages need to know about it. */
export interface Option<T> {
  readonly type: OptionType<T>;
  readonly default: T;
  /** One sentence without full stop: what it does. */
  readonly doc: string;
  /** One letter. */
  readonly shorthand?: string;
  /** Left out of the help. */
  readonly hidden?: boolean;
  /** Unsafe: counts only together with `debug.dont_blame_oasis`. */
  readonly debugOnly?: boolean;
  /** Not read from files: it belongs to the one command line it is given on. */
  readonly flagOnly?: boolean;
  /** Has no flag. */
  readonly fileOnly?: boolean;
  /** The environment variable that sets it. */
  readonly env?: string;
  /** Known and checked, but without effect before the named part of the node exists: who sets it is told. */
  readonly actsFrom?: string;
  /** Not an option of the reference. */
  readonly ours?: boolean;
}

/** Options by key: dotted, lower case. Tables compose by spreading. */
export type OptionTable = Readonly<Record<string, Option<unknown>>>;

/** The typed value of each option of a table. */
export type OptionValues<T extends OptionTable> = {
  readonly [K in keyof T]: T[K] extends Option<infer V> ? V : never;
};

/** The key of the option that lets unsafe ones count. */
export const debugGateKey = "debug.dont_blame_oasis";

/** Declares an option; the type of its default follows from its type. */
export function option<T>(
  type: OptionType<T>,
  fallback: T,
  doc: string,
  more: Omit<Option<T>, "type" | "default" | "doc"> = {},
): Option<T> {
  return {type, default: fallback, doc, ...more};
}
