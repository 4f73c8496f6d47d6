import {readFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import {describe, expect, test} from "vitest";
import {concat, fromHex, toHex, utf8} from "../../src/bytes/index.ts";
import {DrbgError, type DrbgHash, HmacDrbg, MathRand} from "../../src/drbg/index.ts";

interface DrbgRecord {
  readonly kind: "drbg";
  readonly hash: DrbgHash;
  readonly entropy?: string;
  /** Instead of the entropy, where that is too short. */
  readonly entropy_length?: number;
  readonly nonce?: string;
  readonly personalization?: string;
  readonly reads?: readonly {readonly length: number; readonly bytes: string}[];
  readonly error?: {readonly text: string} | null;
}

interface MathRandRecord {
  readonly kind: "mathrand";
  readonly entropy: string;
  readonly nonce: string;
  readonly personalization: string;
  readonly ops: readonly {readonly op: string; readonly n?: number; readonly result: unknown}[];
}

const records: readonly (DrbgRecord | MathRandRecord)[] = gunzipSync(
  readFileSync(new URL("testdata/drbg.jsonl.gz", import.meta.url)),
)
  .toString("utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

const bytes = (hex = ""): Uint8Array => fromHex(hex) ?? new Uint8Array(0);
const range = (n: number): number[] => Array.from({length: n}, (_, i) => i);
const entropy32 = Uint8Array.from(range(32));

describe("HMAC_DRBG", () => {
  test("gives the bytes of SP 800-90A's SHA-512 example", () => {
    const drbg = new HmacDrbg({
      entropy: Uint8Array.from(range(111)),
      nonce: Uint8Array.from(range(16), (i) => 0x20 + i),
    });
    expect(toHex(drbg.read(128)).toUpperCase()).toBe(
      "A463395AA79F237A22E5BD24462BD303E1BE5103BA37299BED170E10713EE9CDA62FABD5171231E1F6D82629BC521D41178D002D92918F397824E449004E9AE1851F7BFA11CD616EF519A9E2A05951D9108AB38959CA7E9E80B18ADFCC622389495795CBFB7D39AF6C8571DDCE035CA6890C7A1AF80861F0629EF1B6952BA206",
    );
    expect(toHex(drbg.read(128)).toUpperCase()).toBe(
      "FB5BD98D2CB25EC4955CD15204D68C497281CA0CE2201DACA5E412DDFDEBAF98D724D21662E45ABA9AE200D941C4CF76039808F29A8000346A6CC97D44417737A89F90472AC6088B45C666C561686F191745228F11ED556A519DA9AA1646D15B901382D87726D17DC5139FDEE1E8BDB0F328D4B105865BD1D815641E6B1DBA23",
    );
  });

  test("gives the recorded bytes of the reference, read by read", () => {
    const found = records.filter((record) => record.kind === "drbg");
    expect(found).toHaveLength(30);
    for (const {hash, entropy, entropy_length: short, nonce, personalization, reads = [], error} of found) {
      const options = {
        hash,
        entropy: short === undefined ? bytes(entropy) : new Uint8Array(short),
        nonce: bytes(nonce),
        personalization: bytes(personalization),
      };
      if (error) {
        expect(() => new HmacDrbg(options)).toThrow(error.text);
        continue;
      }
      const drbg = new HmacDrbg(options);
      for (const {length, bytes: expected} of reads) expect(toHex(drbg.read(length))).toBe(expected);
    }
  });

  test("gives the documented bytes with SHA-512/256 and for scheduler requests", () => {
    const small = new HmacDrbg({
      hash: "SHA-512/256",
      entropy: utf8("0123456789abcdef0123456789abcdef"),
      nonce: utf8("nonce"),
      personalization: utf8("pers"),
    });
    expect(toHex(small.read(16))).toBe("146ecb2e775b972cd123587e9c9f165d");
    const drbg = new HmacDrbg({entropy: entropy32, personalization: utf8("EkS-ABCI-Validators")});
    const first = toHex(drbg.read(1024));
    expect(first.startsWith("4d472bb88b0164ba4c9ddc4759b0c6074498ff995b6786f1157b33160697a284")).toBe(true);
    expect(first.endsWith("6ca18bbfa2d8189e")).toBe(true);
    expect(toHex(drbg.read(1024)).startsWith("7360f652b84f02a0")).toBe(true);
  });

  test("depends on how it is read, in requests of at most 65536 bytes", () => {
    const fresh = (): HmacDrbg => new HmacDrbg({entropy: entropy32});
    const [whole, halves] = [fresh(), fresh()];
    const first = whole.read(32);
    expect(halves.read(16)).toEqual(first.slice(0, 16));
    expect(halves.read(16)).not.toEqual(first.slice(16));
    const [long, split] = [fresh(), fresh()];
    expect(long.read(65536 + 7)).toEqual(concat(split.read(65536), split.read(7)));
    expect(long.read(0)).toHaveLength(0);
    expect(long.read(8)).toEqual(split.read(8));
  });

  test("refuses too little entropy and lengths that are not counts", () => {
    expect(() => new HmacDrbg({entropy: new Uint8Array(31)})).toThrow(DrbgError);
    expect(() => new HmacDrbg({hash: "SHA-256", entropy: new Uint8Array(16)})).not.toThrow();
    const drbg = new HmacDrbg({entropy: entropy32});
    for (const length of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => drbg.read(length)).toThrow(DrbgError);
    }
  });
});

describe("math/rand over the generator", () => {
  test("gives the recorded results of the reference", () => {
    const found = records.filter((record) => record.kind === "mathrand");
    expect(found).toHaveLength(76);
    for (const {entropy, nonce, personalization, ops} of found) {
      const rng = new MathRand(
        new HmacDrbg({
          entropy: bytes(entropy),
          nonce: bytes(nonce),
          personalization: bytes(personalization),
        }),
      );
      for (const {op, n, result} of ops) expect(perform(rng, op, n)).toEqual(result);
    }
  });

  test("gives the documented choices", () => {
    const rng = new MathRand(
      new HmacDrbg({
        hash: "SHA-512/256",
        entropy: utf8("0123456789abcdef0123456789abcdef"),
        nonce: utf8("nonce"),
        personalization: utf8("pers"),
      }),
    );
    expect(rng.perm(10)).toEqual([3, 2, 9, 1, 4, 8, 7, 0, 6, 5]);
    expect(rng.intn(1000)).toBe(95);
    expect(rng.int63n(1_000_000_007n)).toBe(497_875_790n);
  });

  test.each([
    ["EkS-ABCI-Validators", "", [0, 2, 3, 9, 8, 6, 4, 5, 1, 7]],
    ["EkS-ABCI-ComputeWorker", "80", [5, 0, 4, 1, 7, 8, 6, 3, 9, 2]],
    ["EkS-ABCI-ComputeBackup-Worker", "80", [0, 4, 1, 6, 2, 9, 3, 8, 7, 5]],
    ["EkS-ABCI-StorageWorker", "80", [5, 6, 9, 4, 8, 3, 2, 0, 1, 7]],
  ])("permutes for %s", (personalization, head, order) => {
    expect(scheduled(personalization, head).perm(10)).toEqual(order);
  });

  test.each([
    ["EkS-ABCI-Entities", [9, 7, 4, 5, 0, 2, 6, 3, 8, 1]],
    ["EkB-validator", [3, 2, 7, 6, 5, 4, 0, 8, 9, 1]],
  ])("shuffles for %s", (personalization, order) => {
    const items = range(10);
    scheduled(personalization, "").shuffle(items);
    expect(items).toEqual(order);
  });

  test("permutes three hundred validators", () => {
    expect(scheduled("EkS-ABCI-Validators", "").perm(300).slice(-5)).toEqual([98, 276, 204, 179, 55]);
  });
});

function scheduled(personalization: string, head: string): MathRand {
  const nonce = head === "" ? new Uint8Array(0) : concat(bytes(head), new Uint8Array(31));
  return new MathRand(new HmacDrbg({entropy: entropy32, nonce, personalization: utf8(personalization)}));
}

function perform(rng: MathRand, op: string, n = 0): unknown {
  if (op === "int63") return rng.int63().toString();
  if (op === "uint64") return rng.uint64().toString();
  if (op === "perm") return rng.perm(n);
  const items = range(n);
  rng.shuffle(items);
  return items;
}
