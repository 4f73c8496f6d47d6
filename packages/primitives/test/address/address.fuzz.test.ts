import {expect, test} from "vitest";
import {
  addressFromText,
  addressToText,
  asAddress,
  decodeBech32,
  encodeBech32,
  reservedAddresses,
} from "../../src/address/index.ts";
import {fuzz} from "../support/fuzz.ts";
import {mutate, random} from "../support/random.ts";

const symbols = "qpzry9x8gf2tvdw0s3jn54khce6mua7l1oasisbi OASIS-é\u{1f600}";

test("damaged address texts give a typed error", () => {
  const source = random(0x0a51);
  const text = addressToText(reservedAddresses.commonPool);
  const accepted = fuzz(source.seed, 200_000, () => mutate(source, text, symbols), addressFromText);
  expect(accepted).toBeLessThan(16_000);
});

test("arbitrary texts are not Bech32", () => {
  const source = random(0x0bec);
  expect(fuzz(source.seed, 200_000, () => source.text(symbols, 95), decodeBech32)).toBe(0);
});

test("any bytes with any prefix come back from their text, and any address from its", () => {
  const source = random(0x0c0d);
  for (let i = 0; i < 3_000; i++) {
    const prefix = `p${source.text("abcxyz019!?", 14)}`;
    const data = source.bytes(source.below(40));
    expect(decodeBech32(encodeBech32(prefix, data)), `seed ${source.seed}`).toEqual({prefix, data});
    const address = asAddress(source.bytes(21));
    expect(addressFromText(addressToText(address)), `seed ${source.seed}`).toEqual(address);
  }
});
