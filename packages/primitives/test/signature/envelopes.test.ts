import {CborError, decode, encode, struct, text, toJson, u64} from "@oasis-node/primitives/cbor";
import {stringifyJson} from "@oasis-node/primitives/json";
import {
  asPublicKey,
  asRawSignature,
  checkSigner,
  isOnlySignedBy,
  isSignedBy,
  MultiSigned,
  multiSigned,
  PublicKeyBlacklist,
  prepareContext,
  SignatureVerifier,
  Signed,
  SignedPublicKey,
  sign,
  signed,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {describe, expect, test} from "vitest";
import {chainContext, codeOf, entityContext, hello, transactionContext} from "./support.ts";

const Note = struct("test.Note", {title: text, number: u64});
const note = {title: "a <b>", number: 7n};
const SignedNote = signed("test.SignedNote", Note);
const MultiSignedNote = multiSigned("test.MultiSignedNote", Note);

const [x, y, z] = [testSigner("x"), testSigner("y"), testSigner("z")];
const verifier = new SignatureVerifier();

describe("a signed value", () => {
  test("opens under the context it was signed under, and no other", async () => {
    const envelope = await SignedNote.sign(x, transactionContext, note);
    expect(SignedNote.open(verifier, transactionContext, envelope)).toEqual(note);
    expect(codeOf(() => SignedNote.open(verifier, entityContext, envelope))).toBe("verifyFailed");
    const otherChain = prepareContext(signingContexts.transaction, {
      chainContext: `${chainContext.slice(1)}0`,
    });
    expect(codeOf(() => SignedNote.open(verifier, otherChain, envelope))).toBe("verifyFailed");
  });

  test("is verified before it is decoded", async () => {
    const garbage = new Uint8Array([0xff, 0xff]);
    const good = {untrustedRawValue: garbage, signature: await sign(x, entityContext, garbage)};
    expect(() => SignedNote.open(verifier, entityContext, good)).toThrow(CborError);
    const bad = {...good, signature: {...good.signature, publicKey: y.publicKey}};
    expect(codeOf(() => SignedNote.open(verifier, entityContext, bad))).toBe("verifyFailed");
  });

  test("without any bytes is the zero value, with empty bytes an error", async () => {
    const signature = await sign(x, entityContext, new Uint8Array());
    const zero = SignedNote.open(verifier, entityContext, {untrustedRawValue: null, signature});
    expect(zero).toEqual({title: "", number: 0n});
    const empty = {untrustedRawValue: new Uint8Array(), signature};
    expect(() => SignedNote.open(verifier, entityContext, empty)).toThrow(CborError);
  });

  test("by a blacklisted key does not open", async () => {
    const strict = new SignatureVerifier({blacklist: PublicKeyBlacklist.of([x.publicKey])});
    const envelope = await SignedNote.sign(x, entityContext, note);
    expect(codeOf(() => SignedNote.open(strict, entityContext, envelope))).toBe("verifyFailed");
  });

  test("is on the wire a map of signature and raw value, in this order", async () => {
    const envelope = await SignedNote.sign(x, entityContext, note);
    const wire = encode(SignedNote.envelope, envelope);
    expect(Buffer.from(wire).toString("latin1")).toMatch(
      /^\xa2\x69signature\xa2\x69signature\x58\x40.{64}\x6apublic_key\x58\x20.{32}\x73untrusted_raw_value/s,
    );
    expect(decode(Signed, wire)).toEqual(envelope);
    expect(encode(Signed, envelope)).toEqual(wire);
  });

  test("has a JSON form in the order of declaration, and a pretty one with the value", async () => {
    const envelope = await SignedNote.sign(x, entityContext, note);
    const json = stringifyJson(toJson(Signed, envelope));
    expect(json).toMatch(
      /^\{"untrusted_raw_value":"[^"]+","signature":\{"public_key":"[^"]+","signature":"[^"]+"\}\}$/,
    );
    const pretty = stringifyJson(SignedNote.pretty(envelope), "  ");
    expect(pretty.split("\n").slice(0, 6)).toEqual([
      "{",
      '  "untrusted_raw_value": {',
      '    "title": "a \\u003cb\\u003e",',
      '    "number": 7',
      "  },",
      '  "signature": {',
    ]);
    expect(SignedNote.pretty(envelope, ({title}) => title)).toMatchObject({untrusted_raw_value: "a <b>"});
  });

  test("may be a public key", async () => {
    const envelope = await SignedPublicKey.sign(x, entityContext, y.publicKey);
    expect(envelope.untrustedRawValue?.length).toBe(34);
    expect(SignedPublicKey.open(verifier, entityContext, envelope)).toEqual(y.publicKey);
  });
});

describe("a value signed by several", () => {
  test("opens when all signatures are valid", async () => {
    const envelope = await MultiSignedNote.sign([x, y], entityContext, note);
    expect(MultiSignedNote.open(verifier, entityContext, envelope)).toEqual(note);
    const [first] = envelope.signatures ?? [];
    if (first === undefined) throw new RangeError("no signature");
    const spoiled = {...envelope, signatures: [first, {...first, publicKey: y.publicKey}]};
    expect(codeOf(() => MultiSignedNote.open(verifier, entityContext, spoiled))).toBe("verifyFailed");
    const twice = {...envelope, signatures: [first, first]};
    expect(MultiSignedNote.open(verifier, entityContext, twice)).toEqual(note);
  });

  test("by nobody does not open", async () => {
    const envelope = await MultiSignedNote.sign([], entityContext, note);
    expect(envelope.signatures).toBeNull();
    expect(codeOf(() => MultiSignedNote.open(verifier, entityContext, envelope))).toBe("verifyFailed");
    const emptyList = {...envelope, signatures: []};
    expect(codeOf(() => MultiSignedNote.open(verifier, entityContext, emptyList))).toBe("verifyFailed");
  });

  test("tells who signed it", async () => {
    const by = (...signers: (typeof x)[]) => MultiSignedNote.sign(signers, entityContext, note);
    const byTwo = await by(x, y);
    expect([x, y, z].map(({publicKey}) => isSignedBy(byTwo, publicKey))).toEqual([true, true, false]);
    const keys = [x.publicKey, y.publicKey];
    expect(isOnlySignedBy(byTwo, keys)).toBe(true);
    expect(isOnlySignedBy(await by(x, y, x), keys)).toBe(true);
    expect(isOnlySignedBy(await by(x, y, z), keys)).toBe(false);
    expect(isOnlySignedBy(await by(x), keys)).toBe(false);
    expect(isOnlySignedBy(await by(x), [x.publicKey, x.publicKey])).toBe(false);
    // The reference counts different signers against wanted keys, not against different wanted keys.
    expect(isOnlySignedBy(byTwo, [x.publicKey, x.publicKey])).toBe(true);
    expect(isOnlySignedBy({untrustedRawValue: null, signatures: null}, [])).toBe(true);
  });

  test("goes over the wire and is pretty like the other", async () => {
    const envelope = await MultiSignedNote.sign([x, y], entityContext, note);
    expect(decode(MultiSigned, encode(MultiSignedNote.envelope, envelope))).toEqual(envelope);
    const pretty = stringifyJson(MultiSignedNote.pretty(envelope));
    expect(pretty).toMatch(/^\{"untrusted_raw_value":\{"title":.*\},"signatures":\[\{"public_key":.*\}\]\}$/);
  });
});

test("the signer of a signature is checked by key alone", async () => {
  const signature = await sign(x, entityContext, hello);
  expect(() => checkSigner(signature, asPublicKey(x.publicKey.slice()))).not.toThrow();
  expect(codeOf(() => checkSigner(signature, y.publicKey))).toBe("publicKeyMismatch");
  const zero = {publicKey: x.publicKey, signature: asRawSignature(new Uint8Array(64))};
  expect(() => checkSigner(zero, x.publicKey)).not.toThrow();
});
