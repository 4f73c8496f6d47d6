import {describe, expect, test} from "vitest";
import {fromHex, toHex} from "../../src/bytes/index.ts";
import {decode, encode, fromJson, toJson} from "../../src/cbor/index.ts";
import {parseJson, stringifyJson} from "../../src/json/index.ts";
import {
  checkProtocolVersions,
  checkVersion,
  compatibleVersions,
  equalVersions,
  maskNonMajor,
  prettyProtocolVersions,
  protocolVersions,
  protocolVersionsToText,
  tendermintAppVersion,
  Version,
  VersionError,
  versionFromText,
  versionFromU64,
  versionToText,
  versionToU64,
} from "../../src/version/index.ts";
import {fuzz} from "../support/fuzz.ts";
import {random} from "../support/random.ts";

const version = (major: number, minor: number, patch: number): Version => ({major, minor, patch});

describe("on the wire", () => {
  test.each([
    [version(4, 0, 0), "a1656d616a6f7204"],
    [version(0, 0, 0), "a0"],
    [version(1, 2, 3), "a3656d616a6f7201656d696e6f720265706174636803"],
  ])("%o", (value, hex) => {
    expect(toHex(encode(Version, value))).toBe(hex);
    expect(decode(Version, fromHex(hex) ?? new Uint8Array())).toEqual(value);
  });

  test("zero parts are left out of JSON too", () => {
    expect(stringifyJson(toJson(Version, version(4, 0, 1)))).toBe('{"major":4,"patch":1}');
    expect(fromJson(Version, parseJson("{}"))).toEqual(version(0, 0, 0));
  });
});

describe("as a number", () => {
  test("has two bytes a part", () => {
    expect(versionToU64(version(1, 2, 3))).toBe(0x1_0002_0003n);
    expect(versionToU64(version(0xffff, 0xffff, 0xffff))).toBe(0xffff_ffff_ffffn);
    expect(versionFromU64(0xabcd_0001_0002_0003n)).toEqual(version(1, 2, 3));
  });

  test.each([version(0, 0, 0), version(1, 1, 1), version(300, 400, 500), version(30000, 40000, 50000)])(
    "%o comes back",
    (value) => {
      expect(versionFromU64(versionToU64(value))).toEqual(value);
      expect(versionFromText(versionToText(value))).toEqual(value);
    },
  );
});

describe("as text", () => {
  test.each([
    ["0.0.1", version(0, 0, 1)],
    ["1.2.3-alpha", version(1, 2, 3)],
    ["1.2.3-alpha+git0253df22-devbranch", version(1, 2, 3)],
    ["1.2.3+git0253df22-devbranch", version(1, 2, 3)],
    ["1.2.3-beta.1", version(1, 2, 3)],
    ["30000.40000.50000", version(30000, 40000, 50000)],
    ["1.0", version(1, 0, 0)],
    ["1", version(1, 0, 0)],
    ["1.2.3.4", version(1, 2, 3)],
    ["1.2.3.x", version(1, 2, 3)],
    ["01.002.3", version(1, 2, 3)],
    ["00000000000000000000000000001", version(1, 0, 0)],
  ])("%s", (text, value) => {
    expect(versionFromText(text)).toEqual(value);
  });

  test.each([
    "",
    "100000.0.0",
    "0.65536.0",
    "0.0.100000",
    "-1.0.0",
    "0.-1.0",
    "0.0.-1",
    "a.b.c",
    "1.",
    "1..2",
    "1_0",
    "0x1",
    " 1",
    "1 ",
    "+1",
    "１",
  ])("%j is refused", (text) => {
    expect(() => versionFromText(text)).toThrow(VersionError);
  });

  test("any text gives a version or a typed error", () => {
    const source = random(0x7e5);
    expect(
      fuzz(source.seed, 200_000, () => source.text("0123456789..-+ax", 9), versionFromText),
    ).toBeGreaterThan(100);
  });
});

describe("protocol versions", () => {
  test("are those of 21.3.14", () => {
    expect(protocolVersionsToText(protocolVersions)).toBe(
      "Consensus protocol: 4.0.0, Runtime Host protocol: 4.0.0, Runtime Committee protocol: 3.0.0",
    );
    expect(prettyProtocolVersions(protocolVersions, "  ")).toBe(
      "  Consensus Protocol: 4.0.0\n  Runtime Host Protocol: 4.0.0\n  Runtime Committee Protocol: 3.0.0\n",
    );
    expect(tendermintAppVersion).toBe(4n << 32n);
  });

  test("are compatible when the major parts agree", () => {
    const minor = {...protocolVersions, consensusProtocol: version(4, 9, 9)};
    const major = {...protocolVersions, runtimeCommitteeProtocol: version(4, 0, 0)};
    expect(compatibleVersions(protocolVersions, minor)).toBe(true);
    expect(compatibleVersions(protocolVersions, major)).toBe(false);
    expect(equalVersions(maskNonMajor(version(1, 4, 10)), version(1, 0, 0))).toBe(true);
  });

  test("may not be all zero", () => {
    expect(() => checkVersion(version(0, 0, 0))).toThrow("invalid version: 0.0.0");
    for (const good of [version(1, 0, 0), version(0, 2, 0), version(0, 0, 13)]) checkVersion(good);
    checkProtocolVersions(protocolVersions);
    expect(() => checkProtocolVersions({...protocolVersions, runtimeHostProtocol: version(0, 0, 0)})).toThrow(
      "invalid Runtime Host protocol version: invalid version: 0.0.0",
    );
  });
});
