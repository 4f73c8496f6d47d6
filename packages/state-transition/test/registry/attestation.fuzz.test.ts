import {toBase64, utf8} from "@oasis-node/primitives/bytes";
import {bytes, encode, stringifyJson, struct} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import fc from "fast-check";
import {expect, test} from "vitest";
import {teeHardware} from "../../src/node/index.ts";
import {intelRootCertificate} from "../../src/registry/attestation/intelRootCertificate.ts";
import {verifyTee} from "../../src/registry/index.ts";
import {key} from "../support.ts";

const Bundle = struct("ias.AVRBundle", {body: bytes, certificateChain: bytes, signature: bytes});
const seed = 20221122;

const body = utf8(
  stringifyJson({
    version: 4,
    timestamp: "2022-04-15T05:20:00",
    isvEnclaveQuoteStatus: "OK",
    isvEnclaveQuoteBody: toBase64(new Uint8Array(432).fill(1, 0, 1)),
  }),
);
const certificateChain = utf8(encodeURIComponent(`${intelRootCertificate}\n${intelRootCertificate}\n`));
const bundle = {body, certificateChain, signature: utf8("AAAA")};

/** Bytes with some of them exchanged. */
function mutated(good: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
  return fc.array(change, {minLength: 1, maxLength: 4}).map((changes) => {
    const out = Uint8Array.from(good);
    for (const [at, value] of changes) out[at] = value;
    return out;
  });
}

function failure(attestation: Uint8Array, skipSignature: boolean): unknown {
  const settings = {now: 1_650_000_000_000_000_000n, skipSignature, debugEnclaves: false, testSigners: false};
  try {
    verifyTee({hardware: teeHardware.intelSgx, rak: key(1), attestation}, null, settings);
  } catch (error) {
    return error;
  }
  return null;
}

test("whatever an attestation consists of, it is refused with an error of ours", () => {
  const wrong = fc.oneof(
    fc.uint8Array({maxLength: 64}),
    mutated(encode(Bundle, bundle)),
    mutated(body).map((bad) => encode(Bundle, {...bundle, body: bad})),
    mutated(certificateChain).map((bad) => encode(Bundle, {...bundle, certificateChain: bad})),
  );
  fc.assert(
    fc.property(wrong, fc.boolean(), (attestation, skipSignature) => {
      expect(failure(attestation, skipSignature)).toBeInstanceOf(TypedError);
    }),
    {seed, numRuns: 500},
  );
});
