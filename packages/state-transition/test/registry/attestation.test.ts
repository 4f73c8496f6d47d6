import {toBase64, utf8} from "@oasis-node/primitives/bytes";
import {bytes, encode, stringifyJson, struct} from "@oasis-node/primitives/cbor";
import {asMrEnclave, asMrSigner} from "@oasis-node/primitives/sgx";
import {describe, expect, test} from "vitest";
import {type CapabilityTee, NodeRuntime, teeHardware} from "../../src/node/index.ts";
import {intelRootCertificate} from "../../src/registry/attestation/intelRootCertificate.ts";
import {
  AttestationError,
  type AttestationSettings,
  rakHash,
  SgxConstraints,
  verifyRuntimeTee,
  verifyTee,
} from "../../src/registry/index.ts";
import {resultOf} from "../resultOf.ts";
import {key} from "../support.ts";
import {runtime} from "./world.ts";

const Bundle = struct("ias.AVRBundle", {body: bytes, certificateChain: bytes, signature: bytes});
const rak = key(7);
const mrEnclave = asMrEnclave(new Uint8Array(32).fill(1));
const mrSigner = asMrSigner(new Uint8Array(32).fill(2));
const enclaves = encode(SgxConstraints, {enclaves: [{mrEnclave, mrSigner}]});
const unsigned: AttestationSettings = {
  now: 0n,
  skipSignature: true,
  debugEnclaves: false,
  testSigners: false,
};
const debugFlag = 48 + 48;

/** A quote of the enclave about the key, with bytes of it changed. */
function quote(changes: Readonly<Record<number, number>> = {}): Uint8Array {
  const out = new Uint8Array(432);
  out[0] = 2;
  out.set(mrEnclave, 48 + 64);
  out.set(mrSigner, 48 + 128);
  out.set(rakHash(rak), 48 + 320);
  for (const [at, value] of Object.entries(changes)) out[Number(at)] = value;
  return out;
}

type Fields = Readonly<Record<string, string | number | null>>;

function attestation(fields: Fields = {}, isvQuote = quote()): Uint8Array {
  const report = {
    version: 4,
    timestamp: "2022-04-15T05:20:00.123456",
    isvEnclaveQuoteStatus: "OK",
    isvEnclaveQuoteBody: toBase64(isvQuote),
    ...fields,
  };
  const body = utf8(stringifyJson(report));
  return encode(Bundle, {body, certificateChain: null, signature: null});
}

function capability(proof: Uint8Array, hardware: number = teeHardware.intelSgx): CapabilityTee {
  return {hardware, rak, attestation: proof};
}

function verdict(proof: Uint8Array, settings = unsigned, allowed: Uint8Array | null = enclaves): string {
  try {
    verifyTee(capability(proof), allowed, settings);
  } catch (error) {
    return error instanceof AttestationError ? error.code : "unknown";
  }
  return "good";
}

describe("an attestation", () => {
  test("is good for one of the enclaves and the key in it", () => {
    expect(verdict(attestation())).toBe("good");
  });

  test.each<[string, string, Fields]>([
    ["another version", "report", {version: 3}],
    ["no time", "report", {timestamp: ""}],
    ["a day that does not exist", "report", {timestamp: "2021-02-29T05:20:00"}],
    ["a time zone", "report", {timestamp: "2021-02-28T05:20:00Z"}],
    ["no status", "report", {isvEnclaveQuoteStatus: null}],
    ["an unknown status", "report", {isvEnclaveQuoteStatus: "FINE"}],
    ["a revoked group without a reason", "report", {isvEnclaveQuoteStatus: "GROUP_REVOKED"}],
    ["a reason without a revoked group", "report", {revocationReason: 1}],
    ["a manifest of a bad quote", "report", {isvEnclaveQuoteStatus: "KEY_REVOKED", pseManifestStatus: "OK"}],
    ["an unknown manifest", "report", {pseManifestStatus: "FINE"}],
    ["a manifest hash of another size", "report", {pseManifestHash: "00"}],
    ["a manifest hash that is no hexadecimal", "report", {pseManifestHash: "zz"}],
    ["information on a platform that is in order", "report", {platformInfoBlob: "00"}],
    ["a nonce that is too long", "report", {nonce: "n".repeat(33)}],
    ["a pseudonym of another size", "report", {epidPseudonym: "AA=="}],
    ["a quote of another size", "report", {isvEnclaveQuoteBody: "AA=="}],
    ["no quote", "quote", {isvEnclaveQuoteBody: ""}],
  ])("is bad with %s", (_, code, fields) => expect(verdict(attestation(fields))).toBe(code));

  test.each<[string, Fields]>([
    [
      "a platform that needs hardening",
      {isvEnclaveQuoteStatus: "SW_HARDENING_NEEDED", platformInfoBlob: "00"},
    ],
    ["a revoked group with a reason", {isvEnclaveQuoteStatus: "GROUP_REVOKED", revocationReason: 1}],
    ["a manifest out of date", {pseManifestStatus: "OUT_OF_DATE", platformInfoBlob: "00"}],
    ["an hour of one digit", {timestamp: "2024-02-29T5:20:00"}],
    ["fields that nobody knows", {other: "x"}],
  ])("is not bad for %s", (_, fields) => expect(verdict(attestation(fields))).toBe("good"));

  test.each<[string, string, Readonly<Record<number, number>>]>([
    ["an unknown version", "quote", {0: 3}],
    ["an unknown kind of signature", "quote", {2: 2}],
    ["a service version which that version does not have", "quote", {0: 1, 10: 1}],
    ["another enclave", "enclave", {[48 + 64]: 9}],
    ["another signer", "enclave", {[48 + 128]: 9}],
    ["another key", "rak", {[48 + 320]: 9}],
    ["a debug enclave", "quote", {[debugFlag]: 2}],
  ])("is bad with a quote of %s", (_, code, changes) => {
    expect(verdict(attestation({}, quote(changes)))).toBe(code);
  });

  test("may hold anything in the second half of its data", () => {
    expect(verdict(attestation({}, quote({[48 + 352]: 9})))).toBe("good");
  });

  test("is of debug enclaves alone where they are wanted", () => {
    const settings = {...unsigned, debugEnclaves: true};
    expect(verdict(attestation({}, quote({[debugFlag]: 2})), settings)).toBe("good");
    expect(verdict(attestation(), settings)).toBe("quote");
  });

  test("of an enclave that anybody could have signed is good only where test keys are", () => {
    const hex = "9affcfae47b848ec2caf1c49b4b283531e1cc425f93582b36806e52a43d78d1a";
    const signer = asMrSigner(new Uint8Array(Buffer.from(hex, "hex")));
    const allowed = encode(SgxConstraints, {enclaves: [{mrEnclave, mrSigner: signer}]});
    const proof = quote();
    proof.set(signer, 48 + 128);
    expect(verdict(attestation({}, proof), unsigned, allowed)).toBe("quote");
    expect(verdict(attestation({}, proof), {...unsigned, testSigners: true}, allowed)).toBe("good");
  });

  test("is bad without the runtime's enclaves", () => {
    expect(verdict(attestation(), unsigned, null)).toBe("enclave");
    expect(verdict(attestation(), unsigned, new Uint8Array([1]))).toBe("constraints");
  });

  test("is bad when it is something else altogether", () => {
    expect(verdict(new Uint8Array([1]))).toBe("unknown");
    expect(verdict(encode(Bundle, {body: utf8("{"), certificateChain: null, signature: null}))).toBe(
      "report",
    );
    expect(() => verifyTee(capability(attestation(), 2), enclaves, unsigned)).toThrow(AttestationError);
  });
});

describe("the chain of certificates of a report", () => {
  const signed = {...unsigned, skipSignature: false};
  const verdictOf = (chain: string, seconds = 0n): string => {
    const report = {body: utf8("{}"), certificateChain: utf8(chain), signature: utf8("AAAA")};
    return verdict(encode(Bundle, report), {...signed, now: seconds * 1_000_000_000n});
  };

  test.each<[string, string]>([
    ["none", ""],
    ["no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"],
    ["something else", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"],
    ["a broken escape", "%zz"],
  ])("is refused when it is %s", (_, chain) => expect(verdictOf(chain)).toBe("certificates"));

  // Intel's own certificate for both: the one chain that can be had without Intel's signature on something else.
  const chain = encodeURIComponent(`${intelRootCertificate}\n${intelRootCertificate}\n`);

  test("is good when it is Intel's, and then the signature counts", () => {
    expect(verdictOf(chain, 1_650_000_000n)).toBe("signature");
  });

  test("is refused before and after it is valid", () => {
    expect(verdictOf(chain, 1n)).toBe("certificates");
    expect(verdictOf(chain, 3_000_000_000n)).toBe("certificates");
  });

  test("has two certificates, neither less nor more", () => {
    const one = encodeURIComponent(`${intelRootCertificate}\n`);
    expect(verdictOf(one, 1_650_000_000n)).toBe("certificates");
    expect(verdictOf(one + chain, 1_650_000_000n)).toBe("certificates");
  });
});

describe("what a node says about its TEE", () => {
  const secure = {
    ...runtime,
    teeHardware: teeHardware.intelSgx,
    versions: {...runtime.versions, tee: enclaves},
  };
  const served = (tee: CapabilityTee | null) => NodeRuntime.make({id: runtime.id, capabilities: {tee}});

  test("may be nothing, even for a runtime that wants one", () => {
    expect(resultOf(() => verifyRuntimeTee(served(null), secure, unsigned))).toBe("ok");
  });

  test("must be the hardware which the runtime wants", () => {
    const tee = capability(attestation());
    expect(resultOf(() => verifyRuntimeTee(served(tee), runtime, unsigned))).toBe("registry/8");
    expect(resultOf(() => verifyRuntimeTee(served(tee), secure, unsigned))).toBe("ok");
  });

  test("is refused without a code when the attestation is bad", () => {
    const tee = capability(attestation({version: 3}));
    expect(resultOf(() => verifyRuntimeTee(served(tee), secure, unsigned))).toBe("unknown/1");
  });
});
