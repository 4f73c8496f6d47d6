import {AccountKeysError} from "./accountKeysError.ts";

/** From here on indexes are those of hardened keys. */
export const hardenedIndexStart = 2 ** 31;

/** A BIP-32 path: u32 indexes, hardened ones from 2^31 up. */
export type Bip32Path = readonly number[];

const maxU32 = 2n ** 32n - 1n;
/** No u32 has more digits without leading zeros; longer runs need no exact value. */
const maxDigits = 10;

/** Text of a path, as in `m/44'/474'/0'`. */
export function formatBip32Path(path: Bip32Path): string {
  const components = path.map((index) =>
    index >= hardenedIndexStart ? `${index - hardenedIndexStart}'` : `${index}`,
  );
  return ["m", ...components].join("/");
}

/** Path of its text (primitives-mkvs §3.4). Throws `AccountKeysError` with the reference's message. */
export function parseBip32Path(text: string): Bip32Path {
  const [mnemonic = "", ...components] = text.split("/");
  if (mnemonic !== "m") {
    throw new AccountKeysError(
      "pathMnemonic",
      `invalid BIP-0032 path's mnemonic component: ${mnemonic} (expected: m)`,
      {text},
    );
  }
  // Components are counted from 1, and the first is the `m`.
  return components.map((component, i) => parseComponent(component, i + 2));
}

function parseComponent(component: string, position: number): number {
  const hardened = component.endsWith("'");
  const index = parseU32(hardened ? component.slice(0, -1) : component, position);
  if (index >= hardenedIndexStart) {
    throw badComponent(position, `maximum value of ${hardenedIndexStart - 1} exceeded (got: ${index})`);
  }
  return hardened ? index + hardenedIndexStart : index;
}

/** Go's `strconv.ParseUint(digits, 10, 32)` with its messages. */
function parseU32(digits: string, position: number): number {
  if (!/^[0-9]+$/.test(digits)) throw badNumber(digits, position, "invalid syntax");
  const significant = digits.replace(/^0+/, "");
  if (significant.length > maxDigits || BigInt(significant) > maxU32) {
    throw badNumber(digits, position, "value out of range");
  }
  return Number(significant);
}

function badNumber(digits: string, position: number, problem: string): AccountKeysError {
  return badComponent(position, `strconv.ParseUint: parsing ${JSON.stringify(digits)}: ${problem}`);
}

function badComponent(position: number, problem: string): AccountKeysError {
  return new AccountKeysError("pathComponent", `invalid BIP-0032 path's ${position}. component: ${problem}`, {
    position,
  });
}
