import {describeNode, type FileNode, type FileScalar} from "./fileNode.ts";
import {isWrong, type Parsed} from "./parsed.ts";

/** How the values of an option are written, on the command line and in a file. */
export interface OptionType<T> {
  /** As the help calls it (pflag's names). */
  readonly flagName: string;
  /** A noun phrase: what a value must be. */
  readonly wanted: string;
  /** `--flag` alone means true. */
  readonly isSwitch: boolean;
  /** Takes a mapping in a file. */
  readonly takesMap: boolean;
  /** From the values given on the command line, at least one, in their order. */
  fromTexts(texts: readonly string[]): Parsed<T>;
  fromFile(node: FileNode): Parsed<T>;
  /** As the help shows it as a default; `null` for zero values, which it does not show. */
  show(value: T): string | null;
}

export interface ScalarOptions<T> {
  readonly flagName: string;
  readonly wanted: string;
  readonly parse: (text: string) => Parsed<T>;
  /** When a file may say it in more ways than the command line. */
  readonly parseScalar?: (node: FileScalar) => Parsed<T>;
  readonly show: (value: T) => string | null;
  readonly isSwitch?: boolean;
}

/** A type with one value. Given several times, each must be right and the last one counts, as with pflag. */
export function scalarType<T>(options: ScalarOptions<T>): OptionType<T> {
  const {parse, parseScalar} = options;
  return {
    flagName: options.flagName,
    wanted: options.wanted,
    isSwitch: options.isSwitch ?? false,
    takesMap: false,
    fromTexts: (texts) => {
      const parsed = texts.map(parse);
      return parsed.find(isWrong) ?? parsed.at(-1) ?? {wrong: "no value"};
    },
    fromFile: (node) => {
      if (node.kind !== "scalar") return {wrong: `it is ${describeNode(node)}`};
      return parseScalar === undefined ? parse(node.text) : parseScalar(node);
    },
    show: options.show,
  };
}
