import {describe, expect, test} from "vitest";
import {
  AccountKeysError,
  accountKey,
  formatBip32Path,
  isMnemonic,
  mnemonicSeed,
  parseBip32Path,
  slip10ChildKey,
  slip10MasterKey,
} from "../../src/accountKeys/index.ts";
import {fromHex, toHex} from "../../src/bytes/index.ts";

const abandon = `${"abandon ".repeat(11)}about`;
const hex = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array(0);

describe("SLIP-0010 for Ed25519", () => {
  test.each([
    [
      "000102030405060708090a0b0c0d0e0f",
      [0, 1, 2, 2, 1_000_000_000],
      "2b4be7f19ee27bbf30c667b642d5f4aa69fd169872f8fc3059c08ebae2eb19e7",
      "90046a93de5380a72b5e45010748567d5ea02bbf6522f979e05c0d8d8ca9fffb",
      "8f94d394a8e8fd6b1bc2f3f49f5c47e385281d5c17e65324b0f62483e37e8793",
      "68789923a0cac2cd5a29172a475fe9e0fb14cd6adb5ad98a3fa70333e7afa230",
    ],
    [
      "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a29f9c999693908d8a8784817e7b7875726f6c696663605d5a5754514e4b484542",
      [0, 2147483647, 1, 2147483646, 2],
      "171cb88b1b3c1db25add599712e36245d75bc65a1a5c9e18d76f9f2b1eab4012",
      "ef70a74db9c3a5af931b5fe73ed8e1a53464133654fd55e7a66f8570b8e33c3b",
      "551d333177df541ad876a60ea71f00447931c0a9da16f227c11ea080d7391b8d",
      "5d70af781f3a37b829f0d060924d5e960bdc02e85423494afc0b1a41bbe196d4",
    ],
  ])("follows the published chain of %s", (seed, indexes, masterSeed, masterChain, lastSeed, lastChain) => {
    const master = slip10MasterKey(hex(seed));
    expect([toHex(master.seed), toHex(master.chainCode)]).toEqual([masterSeed, masterChain]);
    const last = indexes.reduce((key, index) => slip10ChildKey(key, index + 2 ** 31), master);
    expect([toHex(last.seed), toHex(last.chainCode)]).toEqual([lastSeed, lastChain]);
  });

  test("refuses seeds of a bad size and children that are not hardened", () => {
    for (const size of [0, 15, 65])
      expect(() => slip10MasterKey(new Uint8Array(size))).toThrow("slip10: invalid seed");
    const master = slip10MasterKey(new Uint8Array(64));
    for (const index of [0, 2 ** 31 - 1, 2 ** 32, 2 ** 31 + 0.5, Number.NaN]) {
      expect(() => slip10ChildKey(master, index)).toThrow("slip10: non-hardened keys not supported");
    }
    expect(() => slip10ChildKey({...master, seed: new Uint8Array(31)}, 2 ** 31)).toThrow(
      "slip10: invalid parent key",
    );
  });
});

describe("BIP-32 paths", () => {
  test.each([
    ["m", []],
    ["m/1/2/3", [1, 2, 3]],
    ["m/44'", [0x8000002c]],
    ["m/44'/0'/0'/0/0", [0x8000002c, 0x80000000, 0x80000000, 0, 0]],
    ["m/44'/2147483647", [0x8000002c, 0x7fffffff]],
    ["m/44'/2147483647'", [0x8000002c, 0xffffffff]],
  ])("%s reads and prints back", (text, path) => {
    expect(parseBip32Path(text)).toEqual(path);
    expect(formatBip32Path(path)).toBe(text);
  });

  test.each([
    ["", "invalid BIP-0032 path's mnemonic component:  (expected: m)"],
    ["44'/0'", "invalid BIP-0032 path's mnemonic component: 44' (expected: m)"],
    ["foo/44'", "invalid BIP-0032 path's mnemonic component: foo (expected: m)"],
    ["m/bla'", `invalid BIP-0032 path's 2. component: strconv.ParseUint: parsing "bla": invalid syntax`],
    ["m/", `invalid BIP-0032 path's 2. component: strconv.ParseUint: parsing "": invalid syntax`],
    ["m/44''", `invalid BIP-0032 path's 2. component: strconv.ParseUint: parsing "44'": invalid syntax`],
    ["m/+1", `invalid BIP-0032 path's 2. component: strconv.ParseUint: parsing "+1": invalid syntax`],
    [
      "m/44'/2147483648",
      "invalid BIP-0032 path's 3. component: maximum value of 2147483647 exceeded (got: 2147483648)",
    ],
    [
      "m/44'/2147483648'",
      "invalid BIP-0032 path's 3. component: maximum value of 2147483647 exceeded (got: 2147483648)",
    ],
    [
      "m/4294967296",
      `invalid BIP-0032 path's 2. component: strconv.ParseUint: parsing "4294967296": value out of range`,
    ],
  ])("%s is refused in the reference's words", (text, message) => {
    expect(() => parseBip32Path(text)).toThrow(expect.objectContaining({message}));
  });

  test("leading zeros do not count", () => {
    expect(parseBip32Path("m/000000000000000000007'/00")).toEqual([0x80000007, 0]);
  });
});

describe("account keys", () => {
  test.each([
    [abandon, "", 0, "ad55bbb7c192b8ecfeb6ad18bbd7681c0923f472d5b0c212fbde33008005ad61"],
    [abandon, "", 2147483647, "9e7c2b2d03265ce4ea175e3664a678182548a7fc6db04801513cff7c98c8f151"],
    [
      "equip will roof matter pink blind book anxiety banner elbow sun young",
      "p4ssphr4se",
      1,
      "b099f8906467325aa1283590c1bca01e8708d5419557aa7771b826fa02d2abe6",
    ],
  ])("are those of the reference", (mnemonic, passphrase, number, publicKey) => {
    const key = accountKey(mnemonic, passphrase, number);
    expect(toHex(key.privateKey.publicKey)).toBe(publicKey);
    expect(key.pathText).toBe(`m/44'/474'/${number}'`);
  });

  test("refuses bad mnemonics and numbers in the reference's words", () => {
    expect(() => accountKey("foo bar baz", "", 0)).toThrow("sakg: invalid mnemonic");
    expect(() => accountKey(abandon, "", 2 ** 31)).toThrow(
      "sakg: invalid key number: 2147483648 (maximum: 2147483647)",
    );
    for (const number of [-1, 0.5, Number.NaN])
      expect(() => accountKey(abandon, "", number)).toThrow(AccountKeysError);
  });

  test("any white space may separate the words, other letters may not look like them", () => {
    expect(isMnemonic(abandon.replaceAll(" ", "\u00a0 \n"))).toBe(true);
    expect(isMnemonic(` ${abandon}\t`)).toBe(true);
    expect(isMnemonic(abandon.replace("a", "\uff41"))).toBe(false);
    expect(isMnemonic(abandon.replaceAll(" ", "\ufeff"))).toBe(false);
    expect(isMnemonic(abandon.toUpperCase())).toBe(false);
    expect(isMnemonic(`${"abandon ".repeat(11)}abandon`)).toBe(false);
    expect(isMnemonic("")).toBe(false);
  });

  test("the passphrase is taken as it is written, not normalised", () => {
    expect(mnemonicSeed(abandon, "\u00e9")).not.toEqual(mnemonicSeed(abandon, "e\u0301"));
  });
});
