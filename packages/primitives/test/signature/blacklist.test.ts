import {
  asPublicKey,
  knownTestPublicKeys,
  nodeBlacklist,
  PublicKeyBlacklist,
  testKeyNames,
  testPrivateKey,
} from "@oasis-node/primitives/signature";
import {describe, expect, test} from "vitest";
import {codeOf, hex} from "./support.ts";

const keyOf = (byte: number) => asPublicKey(new Uint8Array(32).fill(byte));
const [one, two, three] = [keyOf(1), keyOf(2), keyOf(3)];

describe("a blacklist", () => {
  test("holds keys by content", () => {
    expect(PublicKeyBlacklist.of([one]).has(asPublicKey(one.slice()))).toBe(true);
    expect(PublicKeyBlacklist.of([one]).has(two)).toBe(false);
    expect(PublicKeyBlacklist.empty.size).toBe(0);
  });

  test("is a value: adding makes another", () => {
    const first = PublicKeyBlacklist.of([one]);
    expect(first.with([two]).has(one)).toBe(true);
    expect(first.has(two)).toBe(false);
  });

  test("refuses a key that is on it, or comes twice", () => {
    expect(codeOf(() => PublicKeyBlacklist.of([one]).with([one]))).toBe("alreadyBlacklisted");
    expect(codeOf(() => PublicKeyBlacklist.empty.with([one, two, one]))).toBe("alreadyBlacklisted");
  });
});

describe("the blacklist of a node", () => {
  const sources = {reserved: [one], testKeys: [two, two], genesis: [three]};

  test("has the reserved keys, the test keys unless allowed, and those of genesis", () => {
    const strict = nodeBlacklist({...sources, allowTestKeys: false});
    expect([one, two, three].map((key) => strict.has(key))).toEqual([true, true, true]);
    const debugging = nodeBlacklist({...sources, allowTestKeys: true});
    expect([one, two, three].map((key) => debugging.has(key))).toEqual([true, false, true]);
  });

  test("refuses a genesis document that names a key again", () => {
    expect(codeOf(() => nodeBlacklist({...sources, allowTestKeys: false, genesis: [two]}))).toBe(
      "alreadyBlacklisted",
    );
    expect(codeOf(() => nodeBlacklist({...sources, allowTestKeys: true, genesis: [two]}))).toBe("no error");
    expect(codeOf(() => nodeBlacklist({...sources, allowTestKeys: true, genesis: [one]}))).toBe(
      "alreadyBlacklisted",
    );
  });
});

describe("test keys", () => {
  test("are those of the reference", () => {
    expect(testPrivateKey(testKeyNames.entity).publicKey).toEqual(
      hex("4ea5328f943ef6f66daaed74cb0e99c3b1c45f76307b425003dbc7cb3638ed35"),
    );
    expect(testPrivateKey("x").publicKey).toEqual(
      hex("c091ab659914a814d1a8db376d0d7e3dcb28df6855c457c0a9b8037703f6d0be"),
    );
  });

  test("known to every node are seven different ones", () => {
    expect(PublicKeyBlacklist.of(knownTestPublicKeys()).size).toBe(7);
  });
});
