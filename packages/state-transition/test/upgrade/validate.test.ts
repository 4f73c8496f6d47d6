import {asEpoch} from "@oasis-node/primitives/epoch";
import {protocolVersions} from "@oasis-node/primitives/version";
import {describe, expect, test} from "vitest";
import {
  type ProposalContent,
  ProposalContentError,
  validateProposalContent,
} from "../../src/governance/index.ts";
import {
  type UpgradeDescriptor,
  UpgradeDescriptorError,
  validateUpgradeDescriptor,
} from "../../src/upgrade/index.ts";

const descriptor: UpgradeDescriptor = {
  v: 1,
  handler: "some-handler",
  target: protocolVersions,
  epoch: asEpoch(1n),
};
const zeroVersion = {major: 0, minor: 0, patch: 0};

describe("an upgrade descriptor", () => {
  test.each([{}, {epoch: asEpoch(2n ** 64n - 2n)}, {handler: "abc"}, {handler: "x".repeat(32)}])(
    "is good with %o",
    (change) => {
      expect(() => validateUpgradeDescriptor({...descriptor, ...change})).not.toThrow();
    },
  );

  test.each([
    ["version", {v: 0}],
    ["version", {v: 2}],
    ["handler", {handler: "ab"}],
    ["handler", {handler: "x".repeat(33)}],
    ["handler", {handler: "ä".repeat(17)}],
    ["target", {target: {...protocolVersions, runtimeHostProtocol: zeroVersion}}],
    ["epoch", {epoch: asEpoch(0n)}],
    ["epoch", {epoch: asEpoch(2n ** 64n - 1n)}],
  ])("is refused for its %s: %o", (code, change) => {
    const error = thrown(() => validateUpgradeDescriptor({...descriptor, ...change}));
    expect(error).toBeInstanceOf(UpgradeDescriptorError);
    expect(error).toMatchObject({code});
  });
});

describe("a proposal", () => {
  const cancelUpgrade = {proposalId: 1n};

  test("proposes one thing", () => {
    expect(() => validateProposalContent({upgrade: descriptor, cancelUpgrade: null})).not.toThrow();
    expect(() => validateProposalContent({upgrade: null, cancelUpgrade})).not.toThrow();
  });

  test("of nothing, of two things or of a bad upgrade is refused", () => {
    const refusal = (content: ProposalContent) => () => validateProposalContent(content);
    expect(refusal({upgrade: null, cancelUpgrade: null})).toThrow(ProposalContentError);
    expect(refusal({upgrade: descriptor, cancelUpgrade})).toThrow(ProposalContentError);
    expect(refusal({upgrade: {...descriptor, v: 0}, cancelUpgrade: null})).toThrow(UpgradeDescriptorError);
  });
});

function thrown(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
