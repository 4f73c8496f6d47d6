import {describe, expect, test} from "vitest";
import {
  decodePem,
  encodePem,
  encodePemBlock,
  findPemBlock,
  isKeyFileMode,
  PemError,
  pemTypes,
} from "../../src/pem/index.ts";

const type = pemTypes.ed25519PublicKey;
const key = Uint8Array.from({length: 64}, (_, i) => i);
const text = encodePem(type, key);

function code(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof PemError ? error.code : String(error);
  }
}

describe("encoding", () => {
  test("lines of 64 symbols, each ended by a line feed", () => {
    expect(text).toBe(
      "-----BEGIN ED25519 PUBLIC KEY-----\n" +
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v\n" +
        "MDEyMzQ1Njc4OTo7PD0+Pw==\n" +
        "-----END ED25519 PUBLIC KEY-----\n",
    );
  });

  test("48 bytes fill a line without an empty one behind", () => {
    expect(encodePem("A", new Uint8Array(48)).split("\n")).toHaveLength(4);
  });

  test("no bytes, no line", () => {
    expect(encodePem("A", new Uint8Array())).toBe("-----BEGIN A-----\n-----END A-----\n");
    expect(decodePem("A", "-----BEGIN A-----\n-----END A-----")).toEqual(new Uint8Array());
  });
});

describe("decoding", () => {
  test.each([
    ["as encoded", text],
    ["without the last line feed", text.slice(0, -1)],
    ["leading text", `to whom it may concern\n\n${text}`],
    ["leading text that looks like a block", `-----BEGIN\n-----BEGIN X\n${text}`],
    ["a block never closed before it", `-----BEGIN X-----\nAAAA\n${text}`],
    ["a block with bad base64 before it", `-----BEGIN X-----\nAAA\n-----END X-----\n${text}`],
    ["carriage returns", text.replaceAll("\n", "\r\n")],
    ["header lines", text.replace("KEY-----\n", "KEY-----\nProc-Type: 4\nColour: red\n\n")],
    ["spaces and tabs", text.replaceAll("J", "J \t").replaceAll("-----\n", "----- \t\n")],
    ["other line lengths", text.replace("AAEC", "AA\nEC")],
  ])("is fine with %s", (_, variant) => {
    expect(decodePem(type, variant)).toEqual(key);
  });

  test.each([
    ["no block", "", "noBlock"],
    ["only text", "hello", "noBlock"],
    ["a BEGIN line in the middle of a line", ` ${text}`, "noBlock"],
    ["another type at the end", text.replace("END ED25519 PUBLIC", "END ED25519 PRIVATE"), "noBlock"],
    ["something behind the dashes", text.replace(/-----\n$/, "----- x\n"), "noBlock"],
    ["a cut END line", text.slice(0, -2), "noBlock"],
    ["bad base64", text.replace("AAEC", "AA?C"), "noBlock"],
    ["base64 without padding", text.replace("==", ""), "noBlock"],
    ["only header lines", "-----BEGIN A-----\nA: b\n", "noBlock"],
    ["headers right before END", "-----BEGIN A-----\nA: b\n-----END A-----\n", "noBlock"],
    ["an empty line behind", `${text}\n`, "trailingData"],
    ["a second block", text + text, "trailingData"],
    ["another type", encodePem(pemTypes.ed25519PrivateKey, key), "wrongType"],
  ])("refuses %s", (_, variant, expected) => {
    expect(code(() => decodePem(type, variant))).toBe(expected);
  });

  test("a second block is found in the rest of the first", () => {
    const blocks = [type, pemTypes.ed25519Signature]
      .map((name) => encodePemBlock({type: name, data: key}))
      .join("");
    const first = findPemBlock(blocks);
    expect(first?.type).toBe(type);
    expect(findPemBlock(first?.rest ?? "")).toEqual({type: pemTypes.ed25519Signature, data: key, rest: ""});
  });

  test.each([
    ["BEGIN lines", "-----BEGIN A-----\n".repeat(60_000)],
    [
      "BEGIN lines before an END of another type",
      `${"-----BEGIN A-----\n".repeat(60_000)}\n-----END B-----\n`,
    ],
    ["broken blocks", "-----BEGIN A-----\nAAA\n-----END A-----\n".repeat(30_000)],
    ["header lines", `-----BEGIN A-----\n${"a:b\n".repeat(250_000)}`],
  ])("a megabyte of %s does not take long", (_, hostile) => {
    const started = performance.now();
    expect(findPemBlock(hostile)).toBeNull();
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

test("key files have permission bits 0600 exactly", () => {
  expect([0o100600, 0o600, 0o104600].map(isKeyFileMode)).toEqual([true, true, true]);
  expect([0o100644, 0o400, 0o700, 0o601].map(isKeyFileMode)).toEqual([false, false, false, false]);
});
