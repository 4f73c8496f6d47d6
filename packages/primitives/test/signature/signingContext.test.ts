import {
  checkSigningContexts,
  prepare,
  prepareContext,
  prepareMessage,
  type SigningContext,
  signingContextByName,
  signingContexts,
  unregisteredContext,
} from "@oasis-node/primitives/signature";
import {describe, expect, test} from "vitest";
import {chainContext, codeOf, hello, hex} from "./support.ts";

const plain: SigningContext = {name: "test: plain", chainSeparation: false, suffix: null, signs: "nothing"};

describe("the table of contexts", () => {
  test("keeps the rules of registration", () => {
    expect(() => checkSigningContexts(Object.values(signingContexts))).not.toThrow();
    expect(Object.keys(signingContexts).length).toBe(11);
  });

  test("finds contexts by name", () => {
    expect(signingContextByName("oasis-core/tendermint")).toBe(signingContexts.tendermint);
    expect(codeOf(() => signingContextByName("oasis-core/tendermint "))).toBe("unregistered");
    expect(codeOf(() => signingContextByName(""))).toBe("unregistered");
  });
});

describe("registration", () => {
  test.each([
    ["malformed", [{...plain, name: ""}]],
    ["malformed", [{...plain, name: "x".repeat(256)}]],
    ["malformed", [{...plain, name: "x".repeat(181), chainSeparation: true}]],
    ["malformed", [{...plain, name: "x".repeat(239), suffix: {prefix: " for ", maxLength: 12}}]],
    ["containsSeparator", [{...plain, name: "test for chain x"}]],
    ["alreadyRegistered", [plain, {...plain, chainSeparation: true}]],
  ] as [string, SigningContext[]][])("refuses as %s", (code, contexts) => {
    expect(codeOf(() => checkSigningContexts(contexts))).toBe(code);
  });

  test("allows contexts which just fit", () => {
    checkSigningContexts([
      {...plain, name: "x".repeat(255)},
      {...plain, name: "x".repeat(180), chainSeparation: true},
      {...plain, name: "x".repeat(238), suffix: {prefix: " for ", maxLength: 12}},
    ]);
  });
});

describe("preparation", () => {
  const {transaction, executorCommitment, registerEntity} = signingContexts;
  const zeroRuntime = "00".repeat(32);

  test("gives the reference's hashes", () => {
    expect(prepare(transaction, {chainContext}, hello)).toEqual(
      hex("35159e9ae21a5fda56ce8c55a3535c04afc2e650ec22501aac9cc03e7a8598f3"),
    );
    expect(prepare(executorCommitment, {chainContext, suffix: zeroRuntime}, hello)).toEqual(
      hex("085d6d160c78210979e5d4ff3cf2c133368b32cbb4ae4dca0486ddf010629e22"),
    );
  });

  test("puts name, suffix and chain context together, in this order", () => {
    const text = Buffer.from(prepareContext(executorCommitment, {chainContext: "c", suffix: "r"})).toString();
    expect(text).toBe("oasis-core/roothash: executor commitment for runtime r for chain c");
  });

  test("leaves the chain context out where there is no chain separation", () => {
    expect(prepareContext(registerEntity, {chainContext})).toEqual(prepareContext(registerEntity));
  });

  test.each([
    ["noChainContext", () => prepareContext(transaction)],
    ["noChainContext", () => prepareContext(transaction, {chainContext: ""})],
    ["noChainContext", () => prepareContext(executorCommitment)],
    ["malformed", () => prepareContext(transaction, {chainContext: "x".repeat(65)})],
    ["noDynamicSuffix", () => prepareContext(executorCommitment, {chainContext})],
    ["noSuffixConfigured", () => prepareContext(transaction, {suffix: "x"})],
    ["suffixTooLong", () => prepareContext(executorCommitment, {suffix: "x".repeat(65)})],
    ["suffixTooLong", () => prepareContext(executorCommitment, {chainContext, suffix: "é".repeat(33)})],
  ])("refuses as %s", (code, action) => {
    expect(codeOf(action)).toBe(code);
  });

  test("takes an unregistered context as it is, within bounds", () => {
    expect(prepareMessage(unregisteredContext("oasis-core/registry: register entity"), hello)).toEqual(
      prepare(registerEntity, {}, hello),
    );
    expect(unregisteredContext("x".repeat(255)).length).toBe(255);
    expect(codeOf(() => unregisteredContext(""))).toBe("malformed");
    expect(codeOf(() => unregisteredContext("x".repeat(256)))).toBe("malformed");
  });
});
