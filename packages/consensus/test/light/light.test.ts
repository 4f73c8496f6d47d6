import {describe, expect, test} from "vitest";
import {durationText, timeText} from "../../src/light/goTime.ts";
import {
  defaultTrustLevel,
  LightError,
  type LightErrorCode,
  verify,
  verifyAdjacent,
  verifyCommit,
  verifyCommitLight,
  verifyCommitLightTrusting,
  verifyNonAdjacent,
} from "../../src/light/index.ts";
import {
  sampleBlockId,
  sampleChainId,
  sampleCommit,
  sampleHeader,
  sampleSet,
  sampleSigned,
  sampleTime,
  second,
} from "../tendermint/sampleChain.ts";

const clock = {now: sampleTime + 100n * second, trustingPeriod: 1000n * second, maxClockDrift: 10n * second};
const trusted = {...sampleSigned(5n), validators: sampleSet};

function next(height: bigint, signers = 4): Parameters<typeof verify>[1] {
  return {signedHeader: sampleSigned(height, signers), validators: sampleSet};
}

function codeOf(check: () => void): LightErrorCode | "accepted" {
  try {
    check();
  } catch (error) {
    if (error instanceof LightError) return error.code;
    throw error;
  }
  return "accepted";
}

describe("a trusted header", () => {
  test("leads to the next one and to later ones", () => {
    expect(codeOf(() => verify(trusted, next(6n), clock))).toBe("accepted");
    expect(codeOf(() => verify(trusted, next(9n), clock))).toBe("accepted");
  });

  test("leads nowhere by the function for other heights", () => {
    expect(codeOf(() => verifyAdjacent(trusted, next(7n), clock))).toBe("notAdjacent");
    expect(codeOf(() => verifyNonAdjacent(trusted, next(6n), clock))).toBe("adjacent");
  });

  test("expires at the end of its period", () => {
    const late = {...clock, now: trusted.header.time + clock.trustingPeriod};
    expect(codeOf(() => verify(trusted, next(6n), late))).toBe("expired");
    expect(codeOf(() => verify(trusted, next(6n), {...late, now: late.now - 1n}))).toBe("accepted");
  });

  test("does not lead to the future, the past, or validators it did not announce", () => {
    const early = {...clock, now: trusted.header.time, maxClockDrift: second};
    expect(codeOf(() => verify(trusted, next(6n), early))).toBe("invalidHeader");
    expect(codeOf(() => verify(trusted, next(4n), clock))).toBe("invalidHeader");
    const announcing = {...trusted, header: {...trusted.header, nextValidatorsHash: new Uint8Array(32)}};
    expect(codeOf(() => verify(announcing, next(6n), clock))).toBe("wrongValidators");
  });

  test("does not lead to a header of too few, of its validators or of the new ones", () => {
    expect(codeOf(() => verify(trusted, next(6n, 1), clock))).toBe("invalidHeader");
    expect(codeOf(() => verify(trusted, next(9n, 0), clock))).toBe("untrusted");
  });

  test("is not fooled by a set that claims less power than it has", () => {
    const forged = {...next(6n, 1), validators: {...sampleSet, totalVotingPower: 1n}};
    expect(codeOf(() => verify(trusted, forged, clock))).toBe("invalidHeader");
    expect(() => verify(trusted, forged, clock)).toThrow("is not their sum");
  });

  test("a header that is not there is refused", () => {
    const missing = {signedHeader: {header: null, commit: null}, validators: sampleSet};
    expect(codeOf(() => verify(trusted, missing, clock))).toBe("invalidHeader");
  });
});

describe("a commit", () => {
  const header = sampleHeader(5n);
  const claim = {chainId: sampleChainId, blockId: sampleBlockId(header), height: 5n};
  const whole = sampleCommit(header, 4);

  test.each([
    [4, "accepted"],
    [2, "accepted"],
    [1, "tooLittlePower"],
  ] as const)("of %d validators of four is %s", (signers, code) => {
    const commit = sampleCommit(header, signers);
    expect(codeOf(() => verifyCommit(sampleSet, commit, claim))).toBe(code);
    expect(codeOf(() => verifyCommitLight(sampleSet, commit, claim))).toBe(code);
  });

  test("with a wrong signature after enough right ones is refused only where all count", () => {
    const signatures = whole.signatures.map((part, i) =>
      i < 3 ? part : {...part, signature: new Uint8Array(64)},
    );
    const commit = {...whole, signatures};
    expect(codeOf(() => verifyCommit(sampleSet, commit, claim))).toBe("wrongSignature");
    expect(codeOf(() => verifyCommitLight(sampleSet, commit, claim))).toBe("accepted");
  });

  test.each([
    ["wrongSetSize", {signatures: whole.signatures.slice(1)}],
    ["wrongHeight", {height: 6n}],
    ["wrongBlock", {blockId: sampleBlockId(sampleHeader(6n))}],
  ] as const)("is refused for %s", (code, change) => {
    expect(codeOf(() => verifyCommit(sampleSet, {...whole, ...change}, claim))).toBe(code);
    expect(codeOf(() => verifyCommitLight(sampleSet, {...whole, ...change}, claim))).toBe(code);
  });

  test("counts nobody twice, and no level that is none", () => {
    const trusting = (change: object, level = defaultTrustLevel): string =>
      codeOf(() => verifyCommitLightTrusting(sampleSet, {...whole, ...change}, sampleChainId, level));
    const last = whole.signatures.slice(3);
    expect(trusting({})).toBe("accepted");
    expect(trusting({signatures: [...last, ...last]})).toBe("doubleVote");
    expect(trusting({}, {numerator: 1n, denominator: 0n})).toBe("invalidTrustLevel");
    expect(trusting({}, {numerator: 2n ** 62n, denominator: 3n})).toBe("invalidTrustLevel");
  });
});

describe("Go's texts", () => {
  test.each([
    [0n, "0s"],
    [1n, "1ns"],
    [1_500n, "1.5µs"],
    [2_000_000n, "2ms"],
    [-10n * second, "-10s"],
    [61n * second + 500_000_000n, "1m1.5s"],
    [3600n * second, "1h0m0s"],
  ])("of a duration of %d ns", (duration, text) => {
    expect(durationText(duration)).toBe(text);
  });

  test("of times", () => {
    expect(timeText(0n)).toBe("1970-01-01 00:00:00 +0000 UTC");
    expect(timeText(-1n)).toBe("1969-12-31 23:59:59.999999999 +0000 UTC");
  });
});
