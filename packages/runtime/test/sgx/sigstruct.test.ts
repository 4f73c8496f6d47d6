import {generateKeyPairSync} from "node:crypto";
import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {toHex} from "@oasis-node/primitives/bytes";
import {asMrEnclave, enclaveIdentityToHex, mrEnclaveOfSgxs} from "@oasis-node/primitives/sgx";
import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {root} from "../../../../scripts/run.ts";
import {
  dummySigstruct,
  type Sigstruct,
  SigstructError,
  type SigstructErrorCode,
  signSigstruct,
  verifySigstruct,
} from "../../src/sgx/index.ts";

/** Recorded, and may not be copied into the project. */
const recorded = join(root, "..", "shared", "vectors", "sgx", "sig1.sigstruct.bin");

const enclave = mrEnclaveOfSgxs(new TextEncoder().encode("ECREATE and so on"));
const dummySigner = "9affcfae47b848ec2caf1c49b4b283531e1cc425f93582b36806e52a43d78d1a";

const statement: Sigstruct = {
  buildDate: {year: 2024, month: 2, day: 29},
  softwareDefined: Uint8Array.of(1, 2, 3, 4),
  miscSelect: 0x01020304,
  miscMask: 0xffffffff,
  attributes: {flags: 4n, xfrm: 3n},
  attributesMask: {flags: ~2n & 0xffff_ffff_ffff_ffffn, xfrm: ~0xe4n & 0xffff_ffff_ffff_ffffn},
  enclaveHash: enclave,
  productId: 0xfffe,
  securityVersion: 7,
};

/** A key of 3072 bits takes a second to make: one for all tests. */
const {privateKey} = generateKeyPairSync("rsa", {modulusLength: 3072, publicExponent: 3});

function codeOf(bytes: Uint8Array): SigstructErrorCode | null {
  try {
    verifySigstruct(bytes);
    return null;
  } catch (error) {
    if (!(error instanceof SigstructError)) throw error;
    return error.code;
  }
}

describe("a SIGSTRUCT", () => {
  const signed = signSigstruct(statement, privateKey);

  test("states what was signed, and by whom", () => {
    const {sigstruct, identity, modulus} = verifySigstruct(signed);
    expect(sigstruct).toEqual(statement);
    expect(identity.mrEnclave).toEqual(enclave);
    expect(modulus.toString(2)).toHaveLength(3072);
  });

  test("is the same bytes whenever it is signed", () => {
    expect(signSigstruct(statement, privateKey)).toEqual(signed);
  });

  test("is refused wherever it is changed, but in twelve bytes that nothing covers", () => {
    fc.assert(
      fc.property(fc.nat(1807), fc.integer({min: 1, max: 255}), (at, change) => {
        const changed = signed.with(at, (signed[at] ?? 0) ^ change);
        const isCovered = at < 1028 || at >= 1040;
        expect(codeOf(changed) === null).toBe(!isCovered);
      }),
      {numRuns: 300, seed: 17},
    );
  });

  test("is refused for what is wrong", () => {
    const cases: readonly (readonly [SigstructErrorCode, Uint8Array])[] = [
      ["length", signed.subarray(1)],
      ["length", new Uint8Array()],
      ["modulus", signed.with(511, 0x7f)],
      ["modulus", new Uint8Array(1808)],
      ["exponent", signed.with(512, 5)],
      ["signature", signed.with(0, 7)],
      ["signature", signed.with(1027, 1)],
      ["quotients", signed.with(1040, (signed[1040] ?? 0) ^ 1)],
      ["quotients", signed.with(1807, (signed[1807] ?? 0) ^ 1)],
    ];
    for (const [code, bytes] of cases) expect(codeOf(bytes)).toBe(code);
  });

  test("may have a signature beyond the modulus, as in the reference", () => {
    const number = (bytes: Uint8Array, at: number) => littleEndian(bytes.subarray(at, at + 384));
    // By the key that is always the same; not every sum can be written down.
    const beyond = Array.from({length: 20}, (_, index) =>
      dummySigstruct(mrEnclaveOfSgxs(Uint8Array.of(index))),
    )
      .map((bytes) => ({bytes, signature: number(bytes, 516) + number(bytes, 128)}))
      .find(({signature}) => signature < 1n << 3072n);
    if (beyond === undefined) throw new RangeError("no sum of 3072 bits");
    beyond.bytes.set(bytesOf(beyond.signature), 516);
    expect(codeOf(beyond.bytes)).toBe("quotients");
  });

  test("has a date of the calendar", () => {
    const onDay = (year: number, month: number, day: number) => () =>
      signSigstruct({...statement, buildDate: {year, month, day}}, privateKey);
    for (const wrong of [onDay(2023, 2, 29), onDay(2024, 13, 1), onDay(2024, 1, 0), onDay(12345, 1, 1)])
      expect(wrong).toThrow(expect.objectContaining({code: "date"}));
  });

  test("is signed with no other key than processors take", () => {
    const {privateKey: usual} = generateKeyPairSync("rsa", {modulusLength: 1024, publicExponent: 65537});
    const {privateKey: other} = generateKeyPairSync("ed25519");
    for (const key of [usual, other])
      expect(() => signSigstruct(statement, key)).toThrow(expect.objectContaining({code: "signingKey"}));
  });

  test("of an enclave that nobody signed is in debug mode, by the signer whom everybody knows", () => {
    const {sigstruct, identity} = verifySigstruct(dummySigstruct(enclave));
    expect(enclaveIdentityToHex(identity)).toBe(toHex(enclave) + dummySigner);
    expect(sigstruct.attributes).toEqual({flags: 6n, xfrm: 3n});
    expect(sigstruct.buildDate).toEqual({year: 1, month: 1, day: 1});
  });

  test.skipIf(!existsSync(recorded))(`recorded (${recorded}) states what it is known to`, async () => {
    const {sigstruct} = verifySigstruct(new Uint8Array(await readFile(recorded)));
    expect(sigstruct).toEqual({
      ...statement,
      buildDate: {year: 2016, month: 1, day: 9},
      softwareDefined: new Uint8Array(4),
      miscSelect: 0,
      enclaveHash: asMrEnclave(
        Uint8Array.fromHex("c50673624a6cb17c1c6c2a4e6906f47a170c4629b8723781d1017ef376f1a75d"),
      ),
      productId: 0,
      securityVersion: 0,
    });
  });
});

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes.toReversed())}`);
}

function bytesOf(value: bigint): Uint8Array {
  return Uint8Array.fromHex(value.toString(16).padStart(768, "0")).reverse();
}
