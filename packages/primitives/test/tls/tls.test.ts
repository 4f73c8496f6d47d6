import {X509Certificate} from "node:crypto";
import {once} from "node:events";
import {readFileSync} from "node:fs";
import type {AddressInfo} from "node:net";
import {connect, createServer, type TLSSocket} from "node:tls";
import {gunzipSync} from "node:zlib";
import {describe, expect, test} from "vitest";
import {fromBase64, fromHex, toHex} from "../../src/bytes/index.ts";
import {PrivateKey} from "../../src/ed25519/index.ts";
import {asPublicKey} from "../../src/signature/index.ts";
import {
  certificateFromPem,
  certificateToPem,
  makeCertificate,
  parseCertificate,
  TlsError,
  tlsKeyFromPem,
  tlsKeyToPem,
  verifyCertificate,
} from "../../src/tls/index.ts";

interface TlsRecord {
  readonly note: string;
  readonly certificates: readonly string[] | null;
  readonly common_name: string;
  readonly keys: readonly string[] | null;
  readonly keys_given: boolean;
  readonly allow_unknown_keys: boolean;
  readonly allow_no_certificate: boolean;
  /** Unix seconds. */
  readonly checked_at: number;
  readonly ok: boolean;
  readonly error: {readonly text: string} | null;
}

const records: readonly TlsRecord[] = gunzipSync(
  readFileSync(new URL("testdata/tls.jsonl.gz", import.meta.url)),
)
  .toString("utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

const hex = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array(0);
const base64 = (text: string): Uint8Array => fromBase64(text) ?? new Uint8Array(0);
const zeroKey = PrivateKey.fromSeed(new Uint8Array(32));
const otherKey = PrivateKey.fromSeed(new Uint8Array(32).fill(1));
const zeroPublicKey = asPublicKey(zeroKey.publicKey);
const now = Date.UTC(2022, 4, 6, 7, 8, 9, 123);
const certificate = makeCertificate({commonName: "oasis-node", privateKey: zeroKey, now});
const good = {commonName: "oasis-node", keys: [zeroPublicKey], now};

describe("verification", () => {
  test("decides the recorded cases as the reference does", () => {
    expect(records).toHaveLength(13);
    for (const record of records) {
      const verdict = outcome(() =>
        verifyCertificate((record.certificates ?? []).map(base64), {
          commonName: record.common_name,
          keys: record.keys_given ? (record.keys ?? []).map((key) => asPublicKey(hex(key))) : null,
          allowUnknownKeys: record.allow_unknown_keys,
          allowNoCertificate: record.allow_no_certificate,
          now: record.checked_at * 1000,
        }),
      );
      expect([record.note, verdict === null]).toEqual([record.note, record.ok]);
      // The reference adds what it found and expected; here that is in the details.
      const expected =
        record.error?.text.replace(/ [\d-]+T.*? is (before|after) .*/, " is $1 the certificate's") ?? "";
      if (verdict !== null) expect(expected.startsWith(verdict)).toBe(true);
    }
  });

  test("gives the peer's key", () => {
    expect(verifyCertificate([certificate], good)).toEqual(zeroPublicKey);
    expect(verifyCertificate([certificate], {...good, keys: null, allowUnknownKeys: true})).toEqual(
      zeroPublicKey,
    );
    expect(verifyCertificate([], {...good, allowNoCertificate: true})).toBeNull();
  });

  test.each([
    ["certificateCount", [], {}],
    ["certificateCount", [certificate, certificate], {allowNoCertificate: true}],
    ["publicKey", [certificate], {keys: [asPublicKey(otherKey.publicKey)]}],
    ["publicKey", [certificate], {keys: [], allowUnknownKeys: true}],
    ["publicKey", [certificate], {keys: null}],
    ["commonName", [certificate], {commonName: "oasis-nodes"}],
    ["notYetValid", [certificate], {now: Date.UTC(2022, 4, 6, 6, 8, 8, 999)}],
    ["expired", [certificate], {now: Date.UTC(2023, 4, 6, 7, 8, 9, 1)}],
    ["malformed", [new Uint8Array(0)], {}],
    ["malformed", [Uint8Array.of(...certificate, 0)], {}],
  ])("refuses with %s", (code, certificates, change) => {
    expect(() => verifyCertificate(certificates, {...good, ...change})).toThrow(
      expect.objectContaining({code}),
    );
  });

  test("the signature counts", () => {
    const forged = new Uint8Array(certificate);
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    expect(() => verifyCertificate([forged], good)).toThrow(expect.objectContaining({code: "signature"}));
  });
});

describe("certificates", () => {
  test("have the bytes of the reference but for the times and the signature", () => {
    const recorded = base64(records.find(({note}) => note === "good")?.certificates?.[0] ?? "");
    // The recorded one says "until 2076", so it has a time of another kind; everything around is the same.
    const ours = makeCertificate({
      commonName: "oasis-node",
      privateKey: zeroKey,
      now: Date.UTC(2026, 10, 22, 18, 8, 45),
    });
    expect(toHex(ours.subarray(7, 46))).toBe(toHex(recorded.subarray(7, 46)));
    expect(toHex(ours.subarray(47, 62))).toBe(toHex(recorded.subarray(47, 62)));
    expect(toHex(ours.subarray(77, -64))).toBe(toHex(recorded.subarray(79, -64)));
  });

  test("are the same for the same key and time", () => {
    expect(makeCertificate({commonName: "oasis-node", privateKey: zeroKey, now})).toEqual(certificate);
    expect(makeCertificate({commonName: "oasis-node", privateKey: otherKey, now})).not.toEqual(certificate);
  });

  test("read as Node reads them", () => {
    const x509 = new X509Certificate(certificate);
    expect(x509.subject).toBe("CN=oasis-node");
    expect(x509.issuer).toBe("CN=oasis-node");
    expect(x509.serialNumber).toBe("01");
    expect(x509.ca).toBe(false);
    expect(x509.subjectAltName).toBeUndefined();
    expect(x509.validFrom).toBe("May  6 06:08:09 2022 GMT");
    expect(x509.validTo).toBe("May  6 07:08:09 2023 GMT");
    expect(x509.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
    expect(x509.publicKey.asymmetricKeyType).toBe("ed25519");
    expect(x509.verify(x509.publicKey)).toBe(true);
  });

  test("are valid from an hour ago for a year, in whole seconds", () => {
    const {notBefore, notAfter} = parseCertificate(certificate);
    expect(notBefore).toBe(Date.UTC(2022, 4, 6, 6, 8, 9));
    expect(notAfter).toBe(Date.UTC(2023, 4, 6, 7, 8, 9));
    const until = (from: number): number =>
      parseCertificate(makeCertificate({commonName: "a", privateKey: zeroKey, now: from})).notAfter;
    expect(until(Date.UTC(2024, 1, 29))).toBe(Date.UTC(2025, 2, 1));
    expect(until(Date.UTC(2049, 5, 1))).toBe(Date.UTC(2050, 5, 1));
    expect(until(Date.UTC(1998, 5, 1))).toBe(Date.UTC(1999, 5, 1));
    expect(() => until(Number.NaN)).toThrow(TlsError);
    expect(() => until(8.64e15)).toThrow(TlsError);
  });

  test("name anybody", () => {
    for (const commonName of ["", "a*b", "Čeněk 🦊", "x".repeat(300)]) {
      const made = makeCertificate({commonName, privateKey: zeroKey, now});
      expect(verifyCertificate([made], {...good, commonName})).toEqual(zeroPublicKey);
    }
    for (const commonName of ["\ud800", "x".repeat(70_000)]) {
      expect(() => makeCertificate({commonName, privateKey: zeroKey, now})).toThrow(TlsError);
    }
  });

  test("two nodes that pin each other's keys shake hands", async () => {
    const time = Date.now();
    const server = identity(zeroKey, time);
    const client = identity(otherKey, time);
    const options = {requestCert: true, rejectUnauthorized: false, minVersion: "TLSv1.3"} as const;
    const listening = createServer({...server, ...options}, (socket) => {
      socket.end(toHex(peerKey(socket, otherKey, time)));
    });
    listening.listen(0, "127.0.0.1");
    await once(listening, "listening");
    const {port} = addressOf(listening.address());
    const socket = connect({...client, ...options, host: "127.0.0.1", port});
    await once(socket, "secureConnect");
    expect(peerKey(socket, zeroKey, time)).toEqual(zeroPublicKey);
    const parts: Buffer[] = [];
    for await (const part of socket) parts.push(part);
    expect(Buffer.concat(parts).toString("utf8")).toBe(toHex(otherKey.publicKey));
    listening.close();
    await once(listening, "close");
  });
});

describe("files", () => {
  test("certificates and keys come back from PEM", () => {
    expect(certificateFromPem(certificateToPem(certificate))).toEqual(certificate);
    const pem = tlsKeyToPem(otherKey);
    expect(pem).toBe(
      "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB\n-----END PRIVATE KEY-----\n",
    );
    expect(tlsKeyFromPem(pem).exportSecret()).toEqual(otherKey.exportSecret());
  });

  test("other content is refused", () => {
    const pem = tlsKeyToPem(otherKey);
    for (const text of [
      "",
      "nonsense",
      pem.replaceAll("PRIVATE", "PUBLIC"),
      pem.replace("MC4C", "MC4D"),
      certificateToPem(certificate),
    ]) {
      expect(() => tlsKeyFromPem(text)).toThrow(TlsError);
    }
    for (const text of ["", pem]) expect(() => certificateFromPem(text)).toThrow(TlsError);
  });
});

function identity(privateKey: PrivateKey, time: number): {readonly cert: string; readonly key: string} {
  const made = makeCertificate({commonName: "oasis-node", privateKey, now: time});
  return {cert: certificateToPem(made), key: tlsKeyToPem(privateKey)};
}

function peerKey(socket: TLSSocket, pinned: PrivateKey, time: number): Uint8Array {
  const {raw} = socket.getPeerCertificate();
  const options = {commonName: "oasis-node", keys: [asPublicKey(pinned.publicKey)], now: time};
  return verifyCertificate([raw], options) ?? new Uint8Array(0);
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new TypeError("not a TCP server");
  return address;
}

/** Null for acceptance, else the error's message. */
function outcome(action: () => unknown): string | null {
  try {
    action();
    return null;
  } catch (error) {
    if (!(error instanceof TlsError)) throw error;
    return error.message;
  }
}
