import {readFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import {describe, expect, test} from "vitest";
import {fromBase64, fromHex, toHex, utf8} from "../../src/bytes/index.ts";
import {hashOf} from "../../src/hash/index.ts";
import {
  DeoxysII,
  deriveBoxKey,
  generateBoxKeyPair,
  MraeError,
  openBox,
  sealBox,
  x25519,
  x25519PublicKey,
} from "../../src/mrae/index.ts";

interface KnownAnswers {
  readonly Key: string;
  readonly Nonce: string;
  readonly MsgData: string;
  readonly AADData: string;
  readonly KnownAnswers: readonly {
    readonly Ciphertext: string | null;
    readonly Tag: string;
    readonly Length: number;
  }[];
}

interface OfficialVector {
  readonly Key: string;
  readonly Nonce: string;
  readonly AssociatedData: string | null;
  readonly Message: string | null;
  readonly Sealed: string;
}

const hex = (text: string | null): Uint8Array => fromHex(text ?? "") ?? new Uint8Array(0);
const base64 = (text: string | null): Uint8Array => fromBase64(text ?? "") ?? new Uint8Array(0);
const counting = (from: number, step: number): Uint8Array =>
  Uint8Array.from({length: 32}, (_, i) => from + i * step);

describe("Deoxys-II-256-128", () => {
  test("agrees with the official vectors", () => {
    const vectors: readonly OfficialVector[] = testdata("deoxysii256128Official.json.gz");
    expect(vectors).toHaveLength(8);
    for (const {Key, Nonce, AssociatedData, Message, Sealed} of vectors) {
      const cipher = new DeoxysII(hex(Key));
      expect(toHex(cipher.seal(hex(Nonce), hex(Message), hex(AssociatedData)))).toBe(Sealed);
      expect(cipher.open(hex(Nonce), hex(Sealed), hex(AssociatedData))).toEqual(hex(Message));
    }
  });

  test("agrees with the reference's answers for every length to 255", () => {
    const kat: KnownAnswers = testdata("deoxysii256128.json.gz");
    const cipher = new DeoxysII(base64(kat.Key));
    const nonce = base64(kat.Nonce);
    expect(kat.KnownAnswers).toHaveLength(256);
    for (const {Ciphertext, Tag, Length} of kat.KnownAnswers) {
      const message = base64(kat.MsgData).slice(0, Length);
      const associated = base64(kat.AADData).slice(0, Length);
      const sealed = cipher.seal(nonce, message, associated);
      expect(toHex(sealed)).toBe(toHex(base64(Ciphertext)) + toHex(base64(Tag)));
      expect(cipher.open(nonce, sealed, associated)).toEqual(message);
    }
  });

  test("leaves key, nonce and message as they were", () => {
    const key = counting(1, 1);
    const cipher = new DeoxysII(key);
    expect(key).toEqual(counting(1, 1));
    const nonce = new Uint8Array(15).fill(9);
    expect(cipher.seal(nonce, utf8("once"), utf8("ad"))).toEqual(
      cipher.seal(nonce, utf8("once"), utf8("ad")),
    );
  });

  test("refuses sizes that are not its own", () => {
    expect(() => new DeoxysII(new Uint8Array(31))).toThrow(MraeError);
    const cipher = new DeoxysII(new Uint8Array(32));
    const empty = new Uint8Array(0);
    for (const length of [0, 14, 16]) {
      expect(() => cipher.seal(new Uint8Array(length), empty, empty)).toThrow(MraeError);
      expect(() => cipher.open(new Uint8Array(length), new Uint8Array(16), empty)).toThrow(MraeError);
    }
    expect(() => cipher.open(new Uint8Array(15), new Uint8Array(15), empty)).toThrow(
      "message authentication failure",
    );
  });
});

describe("X25519", () => {
  test("agrees with RFC 7748", () => {
    const alice = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    const secret = x25519(
      hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
      hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"),
    );
    expect(toHex(secret)).toBe("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
    expect(toHex(x25519PublicKey(alice))).toBe(
      "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
    );
  });

  test("gives zeros for a peer's point of low order instead of refusing it", () => {
    const privateKey = counting(0xff, -1);
    const lowOrder = [
      "0000000000000000000000000000000000000000000000000000000000000000",
      "0100000000000000000000000000000000000000000000000000000000000000",
      "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
      "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "0000000000000000000000000000000000000000000000000000000000000080",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];
    for (const point of lowOrder) expect(x25519(privateKey, hex(point))).toEqual(new Uint8Array(32));
  });

  test("refuses keys of another size", () => {
    expect(() => x25519(new Uint8Array(31), new Uint8Array(32))).toThrow(MraeError);
    expect(() => x25519(new Uint8Array(32), new Uint8Array(33))).toThrow(MraeError);
    expect(() => x25519PublicKey(new Uint8Array(0))).toThrow(MraeError);
  });
});

describe("box", () => {
  const peersPublicKey = counting(0, 1);
  const privateKey = counting(0xff, -1);

  test("derives the reference's key and seals its bytes", () => {
    expect(toHex(deriveBoxKey(peersPublicKey, privateKey))).toBe(
      "e656a0c2fabfb4782ad589e03d65f42d6c76fb23a446139feb2ececceb4c0fd3",
    );
    const nonce = new Uint8Array(15);
    const sealed = sealBox({
      nonce,
      message: utf8("msg"),
      associatedData: utf8("ad"),
      peersPublicKey,
      privateKey,
    });
    expect(toHex(sealed)).toBe("4d9a2784514e987b321fecb9b866f14bebe662");
  });

  test("makes key pairs from hashed randomness", () => {
    const pair = generateBoxKeyPair((length) => new Uint8Array(length).fill(7));
    expect(pair.privateKey).toEqual(hashOf(new Uint8Array(32).fill(7)));
    expect(pair.publicKey).toEqual(x25519PublicKey(pair.privateKey));
    expect(() => generateBoxKeyPair(() => new Uint8Array(31))).toThrow(MraeError);
  });

  test("opens for the peer only", () => {
    const [alice, bob, eve] = [1, 2, 3].map((seed) =>
      generateBoxKeyPair((n) => new Uint8Array(n).fill(seed)),
    );
    if (alice === undefined || bob === undefined || eve === undefined) throw new RangeError("three pairs");
    const box = {nonce: new Uint8Array(15).fill(1), associatedData: utf8("ad")};
    const message = sealBox({
      ...box,
      message: utf8("hello"),
      peersPublicKey: bob.publicKey,
      privateKey: alice.privateKey,
    });
    expect(openBox({...box, message, peersPublicKey: alice.publicKey, privateKey: bob.privateKey})).toEqual(
      utf8("hello"),
    );
    expect(() =>
      openBox({...box, message, peersPublicKey: alice.publicKey, privateKey: eve.privateKey}),
    ).toThrow(MraeError);
  });
});

function testdata<T>(name: string): T {
  return JSON.parse(gunzipSync(readFileSync(new URL(`testdata/${name}`, import.meta.url))).toString("utf8"));
}
