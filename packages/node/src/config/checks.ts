import type {nodeOptions, OptionProblem, OptionReading} from "../options/index.ts";

type NodeOptions = typeof nodeOptions;
export type NodeKey = keyof NodeOptions;
export type NodeReading = OptionReading<NodeOptions>;

/** A part of a text, or why it is not one, in the words of the reference. */
export type Outcome<T> = {readonly value: T} | {readonly fault: string};

/** Gathers what is wrong with the values of options, so that all of it is told at once. */
export class Checks {
  readonly values: NodeReading["values"];
  readonly problems: OptionProblem[] = [];
  readonly #sources: NodeReading["sources"];

  constructor({sources, values}: NodeReading) {
    this.values = values;
    this.#sources = sources;
  }

  /** Whether the operator has given the option a value. */
  isGiven(key: NodeKey): boolean {
    return this.#sources[key].from !== "default";
  }

  /** @param wanted - A noun phrase: what the value must be. */
  fail(key: NodeKey, message: string, wanted: string, found = ""): void {
    const remedy = `set ${key} to ${wanted}`;
    this.problems.push({key, source: this.#sources[key], message, found, wanted, remedy});
  }

  /** The one of a few words that an option names, in any case; the first one when it names none. */
  oneOf<const T extends string>(
    key: NodeKey,
    found: string,
    words: readonly [T, ...T[]],
    message: (found: string) => string,
  ): T {
    const word = words.find((each) => each === found.toLowerCase());
    if (word !== undefined) return word;
    this.fail(key, message(found), `one of ${words.join(", ")}`, found);
    return words[0];
  }

  /** Each item of a list, those that are wrong left out. */
  each<T>(
    key: NodeKey,
    items: readonly string[],
    wanted: string,
    parse: (item: string) => Outcome<T>,
  ): readonly T[] {
    return items.flatMap((item) => {
      const outcome = parse(item);
      if ("value" in outcome) return [outcome.value];
      this.fail(key, outcome.fault, wanted, item);
      return [];
    });
  }
}
