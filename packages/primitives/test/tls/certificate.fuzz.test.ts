import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {PrivateKey} from "../../src/ed25519/index.ts";
import {DerReader} from "../../src/tls/derReader.ts";
import {
  certificateFromPem,
  certificateToPem,
  makeCertificate,
  TlsError,
  tlsKeyFromPem,
  verifyCertificate,
} from "../../src/tls/index.ts";

const seed = 20_221_113;
const now = Date.UTC(2022, 0, 1);
const privateKey = PrivateKey.fromSeed(new Uint8Array(32).fill(7));
const certificate = makeCertificate({commonName: "oasis-node", privateKey, now});
const options = {commonName: "oasis-node", keys: null, allowUnknownKeys: true, now};

describe(`certificate parsing, seed ${seed}`, () => {
  test("any changed byte is refused with a typed error", () => {
    for (let at = 0; at < certificate.length; at++) {
      for (const change of [1, 0x80, 0xff]) {
        const bytes = new Uint8Array(certificate);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        expect(() => verifyCertificate([bytes], options)).toThrow(TlsError);
      }
      expect(() => verifyCertificate([certificate.slice(0, at)], options)).toThrow(TlsError);
    }
  });

  test("arbitrary and mangled bytes are refused with a typed error", () => {
    const edits = fc.array(fc.tuple(fc.nat(certificate.length - 1), fc.nat(255), fc.nat(3)), {
      minLength: 1,
      maxLength: 4,
    });
    const mangled = edits.map((changes) => {
      const bytes = [...certificate];
      for (const [at, byte, count] of changes) bytes.splice(at, count, byte);
      return Uint8Array.from(bytes);
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({maxLength: 300}), mangled), (bytes) => {
        refusedOrSame(bytes);
      }),
      {seed, numRuns: 100_000},
    );
  });

  test("the reader never leaves its bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 12}), (bytes) => {
        const reader = new DerReader(bytes);
        try {
          while (!reader.isAtEnd) expect(reader.read(reader.nextTag).length).toBeLessThan(bytes.length);
        } catch (error) {
          if (!(error instanceof TlsError)) throw error;
        }
      }),
      {seed, numRuns: 200_000},
    );
  });

  test("any text is a PEM file or refused", () => {
    const pem = certificateToPem(certificate);
    const texts = fc.oneof(
      fc.string(),
      fc.tuple(fc.nat(pem.length), fc.string()).map(([at, text]) => pem.slice(0, at) + text + pem.slice(at)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const read of [certificateFromPem, tlsKeyFromPem]) {
          try {
            read(text);
          } catch (error) {
            if (!(error instanceof TlsError)) throw error;
          }
        }
      }),
      {seed, numRuns: 10_000},
    );
  });
});

/** A change may undo itself; anything else must be refused. */
function refusedOrSame(bytes: Uint8Array): void {
  try {
    verifyCertificate([bytes], options);
    expect(bytes).toEqual(certificate);
  } catch (error) {
    if (!(error instanceof TlsError)) throw error;
  }
}
