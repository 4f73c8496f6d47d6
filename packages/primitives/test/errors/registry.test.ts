import {describe, expect, test} from "vitest";
import {CodedError, errorCode, errorModule, errorRegistry, unknownErrors} from "../../src/errors/index.ts";

const testErrors = errorModule("test/errors", {
  first: [1, "test: this is an error"],
  second: [2, "test: this is an error"],
});
const registry = errorRegistry([testErrors]);

describe("an error registry", () => {
  test("finds errors by module and number", () => {
    expect(registry.find("test/errors", 2)).toBe(testErrors.second);
    expect(registry.find("test/errors", 3)).toBeUndefined();
    expect(registry.find("unknown", 1)).toBe(unknownErrors.unknownError);
  });

  test("refuses two errors with one number", () => {
    const again = errorModule("test/errors", {other: [2, "other"]});
    expect(() => errorRegistry([testErrors, again])).toThrow(RangeError);
    expect(() => errorRegistry([errorModule("unknown", {other: [1, "other"]})])).toThrow(RangeError);
  });

  test.each([
    ["test/errors", 1, "test: this is an error", undefined],
    ["test/errors", 2, "test: this is an error", undefined],
    ["test/errors", 2, "test: this is an error: test context 2", "test context 2"],
    ["test/errors", 2, "test: this is an error: a: b", "a: b"],
    ["test/errors", 1, "if message gets clobbered somehow", "if message gets clobbered somehow"],
    ["test/errors", 1, "", undefined],
    ["test/errors", 1, "test: this is an error: ", undefined],
  ])("%s/%i with text %j", (module, code, text, context) => {
    const error = registry.fromWire(module, code, text);
    expect(error).toMatchObject({module, code, context, baseMessage: "test: this is an error"});
    expect(registry.find(module, code)?.is(error)).toBe(true);
  });

  test.each([
    ["test/does-not-exist", 5, ""],
    ["test/errors", 3, "a test error occurred"],
    ["unknown", 1, "anything at all"],
    ["", 0, "no code"],
  ])("%s/%i is kept with its text", (module, code, text) => {
    expect(registry.fromWire(module, code, text)).toMatchObject({module, code, message: text});
  });
});

describe("the code of an error", () => {
  test("is its own, with or without context", () => {
    expect(errorCode(testErrors.second())).toEqual({module: "test/errors", code: 2});
    expect(errorCode(testErrors.second({context: "x"}))).toEqual({module: "test/errors", code: 2});
  });

  test("is that of the nearest coded cause", () => {
    const wrapped = new Error("outer", {cause: new Error("inner", {cause: testErrors.first()})});
    expect(errorCode(wrapped)).toEqual({module: "test/errors", code: 1});
  });

  test("is unknown/1 for all else, even a ring of causes", () => {
    const ring = new Error("ring");
    ring.cause = ring;
    for (const error of [ring, new Error("x"), "text", undefined, null])
      expect(errorCode(error)).toEqual({module: "unknown", code: 1});
  });
});

describe("an error module", () => {
  test("makes errors whose text carries the context", () => {
    const error = testErrors.first({context: "because", details: {at: 3}, hint: "try again"});
    expect(error).toBeInstanceOf(CodedError);
    expect(error.message).toBe("test: this is an error: because");
    expect(error).toMatchObject({details: {at: 3}, hint: "try again", context: "because"});
    expect(testErrors.first().message).toBe("test: this is an error");
    expect(testErrors.first({context: ""})).toMatchObject({
      message: "test: this is an error",
      context: undefined,
    });
  });

  test("recognises its kinds and no others", () => {
    expect(testErrors.first.is(testErrors.first({context: "x"}))).toBe(true);
    expect(testErrors.first.is(testErrors.second())).toBe(false);
    expect(testErrors.first.is(new Error("test: this is an error"))).toBe(false);
  });

  test("refuses number zero and numbers used twice", () => {
    expect(() => errorModule("m", {none: [0, "none"]})).toThrow(RangeError);
    expect(() => errorModule("m", {one: [1, "one"], two: [1, "two"]})).toThrow(RangeError);
  });

  test("starts the stack where the error was made", () => {
    expect(testErrors.first().stack?.split("\n")[1]).toContain("registry.test.ts");
  });
});
