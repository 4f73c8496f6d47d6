import {inspect} from "node:util";
import {Ed25519Error, PrivateKey, verify} from "@oasis-node/primitives/ed25519";
import {describe, expect, test} from "vitest";
import {byteStream, hex, testdata} from "./support.ts";

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof Ed25519Error) return error.code;
    throw error;
  }
  return undefined;
}

describe("signing", () => {
  test("the vectors of ed25519.cr.yp.to, among them RFC 8032 tests 1 to 3", () => {
    const lines = testdata("signInput.txt").trim().split("\n");
    expect(lines.length).toBe(40);
    for (const line of lines) {
      const [secret = "", publicKey = "", message = "", signed = ""] = line.split(":");
      const key = PrivateKey.fromSeed(hex(secret.slice(0, 64)));
      expect(key.publicKey).toEqual(hex(publicKey));
      expect(key.sign(hex(message))).toEqual(hex(signed.slice(0, 128)));
      expect(verify(hex(publicKey), hex(message), hex(signed.slice(0, 128)))).toBe(true);
    }
  });

  test("RFC 8032 test SHA(abc)", () => {
    const message = hex(
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    );
    const key = PrivateKey.fromSeed(hex("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42"));
    expect(key.sign(message)).toEqual(
      hex(
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
      ),
    );
  });

  test("the public half is taken as stored", () => {
    const bytes = PrivateKey.fromSeed(new Uint8Array(32).fill(1)).exportSecret();
    const other = PrivateKey.fromSeed(new Uint8Array(32).fill(2)).publicKey;
    bytes.set(other, 32);
    const key = PrivateKey.fromBytes(bytes);
    expect(key.publicKey).toEqual(other);
    expect(verify(other, new Uint8Array(1), key.sign(new Uint8Array(1)))).toBe(false);
  });

  test("generation draws exactly 32 bytes, once", () => {
    const drawn: number[] = [];
    const random = byteStream("generation");
    const key = PrivateKey.generate((length) => {
      drawn.push(length);
      return random(length);
    });
    expect(drawn).toEqual([32]);
    expect(key.publicKey).toEqual(PrivateKey.fromSeed(byteStream("generation")(32)).publicKey);
  });
});

describe("a private key", () => {
  const key = PrivateKey.fromSeed(new Uint8Array(32).fill(0xa7));

  test("is refused with another length", () => {
    expect(codeOf(() => PrivateKey.fromSeed(new Uint8Array(31)))).toBe("seedLength");
    expect(codeOf(() => PrivateKey.fromBytes(new Uint8Array(32)))).toBe("privateKeyLength");
    expect(codeOf(() => PrivateKey.generate(() => new Uint8Array(33)))).toBe("entropyLength");
  });

  test("shows itself in no text", () => {
    const texts = [
      String(key),
      `${key}`,
      JSON.stringify({key}),
      inspect({key}, {depth: 9, showHidden: true}),
    ];
    for (const text of texts) {
      expect(text).toContain("[redacted private key]");
      expect(text).not.toMatch(/a7|167/);
    }
  });

  test("gives copies away, never its own bytes", () => {
    key.exportSecret().fill(0);
    key.publicKey.fill(0);
    expect(key.exportSecret().subarray(0, 32)).toEqual(new Uint8Array(32).fill(0xa7));
    const source = key.exportSecret();
    const copy = PrivateKey.fromBytes(source);
    source.fill(0);
    expect(copy.exportSecret()).toEqual(key.exportSecret());
  });

  test("cannot be used once wiped", () => {
    const gone = PrivateKey.fromSeed(new Uint8Array(32));
    gone.wipe();
    expect(codeOf(() => gone.sign(new Uint8Array()))).toBe("wiped");
    expect(codeOf(() => gone.publicKey)).toBe("wiped");
    expect(codeOf(() => gone.exportSecret())).toBe("wiped");
  });
});
