import {invalidEpoch} from "@oasis-node/primitives/epoch";

export interface ScanError {
  /** In the words of Go's `fmt`. */
  readonly error: string;
}

/**
 * The epoch and the amounts of a step: `count` whole numbers with a slash between two, none below zero. What stands behind
 * the last is ignored, as Go's `Sscanf` does.
 */
export function scanNumbers(text: string, count: number): {readonly numbers: readonly bigint[]} | ScanError {
  const numbers: bigint[] = [];
  let rest = text;
  while (numbers.length < count) {
    if (numbers.length > 0) {
      if (rest === "") return {error: "unexpected EOF"};
      if (!rest.startsWith("/")) return {error: "input does not match format"};
      rest = rest.slice(1);
    }
    const digits = /^[0-9]+/.exec(rest)?.[0];
    if (digits === undefined) return {error: rest === "" ? "unexpected EOF" : "expected integer"};
    numbers.push(BigInt(digits));
    rest = rest.slice(digits.length);
  }
  const [epoch = 0n] = numbers;
  if (epoch > invalidEpoch) return {error: `integer overflow on token ${epoch}`};
  return {numbers};
}
