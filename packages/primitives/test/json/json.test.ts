import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {JsonError, type JsonValue, parseJson, stringifyJson} from "../../src/json/index.ts";

describe("writing, as Go lays it out", () => {
  test("escapes HTML, line separators and control characters", () => {
    expect(stringifyJson('<a href="x">&\u2028\u2029\n\r\t\b\f\u0001\\/\u007fé')).toBe(
      '"\\u003ca href=\\"x\\"\\u003e\\u0026\\u2028\\u2029\\n\\r\\t\\u0008\\u000c\\u0001\\\\/\u007fé"',
    );
  });

  test("indents, but not what is empty", () => {
    const value = {a: [1n, {}], b: [], c: new Map([["10", null]])};
    expect(stringifyJson(value, "  ")).toBe(
      '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": [],\n  "c": {\n    "10": null\n  }\n}',
    );
    expect(stringifyJson(value)).toBe('{"a":[1,{}],"b":[],"c":{"10":null}}');
  });

  test("keeps the order of maps even for keys like integers", () => {
    expect(
      stringifyJson(
        new Map([
          ["2", 1n],
          ["10", 2n],
          ["1", 3n],
        ]),
      ),
    ).toBe('{"2":1,"10":2,"1":3}');
  });
});

describe("reading", () => {
  test("integers lose nothing, other numbers stay numbers", () => {
    expect(parseJson("[18446744073709551615,1,1.5,1e3,-0]")).toEqual([
      18446744073709551615n,
      1n,
      1.5,
      1000,
      -0,
    ]);
  });

  test.each([
    ["", "syntax"],
    ["{", "syntax"],
    ["[1,]", "syntax"],
    ["01", "syntax"],
    ["nul", "syntax"],
    ["[".repeat(100_000), "depth"],
    ['{"a":'.repeat(5_000), "depth"],
  ])("%.20s is refused: %s", (input, code) => {
    expect(() => parseJson(input)).toThrow(expect.objectContaining({code}));
    expect(() => parseJson(input)).toThrow(JsonError);
  });

  test("brackets in strings are no nesting", () => {
    expect(parseJson(JSON.stringify("[".repeat(1_000)))).toBe("[".repeat(1_000));
    expect(parseJson('["\\"[[[", 1]')).toEqual(['"[[[', 1n]);
  });
});

test("what is written is read again", () => {
  const {value} = fc.letrec<{value: JsonValue}>((tie) => ({
    value: fc.oneof(
      {maxDepth: 4},
      fc.constant(null),
      fc.boolean(),
      fc.bigInt({min: -(2n ** 63n), max: 2n ** 64n - 1n}),
      fc.string({unit: "grapheme"}),
      fc.array(tie("value"), {maxLength: 4}),
      fc.dictionary(fc.string(), tie("value"), {maxKeys: 4, noNullPrototype: true}),
    ),
  }));
  fc.assert(
    fc.property(value, fc.constantFrom("", "  "), (json, indent) => {
      expect(parseJson(stringifyJson(json, indent))).toEqual(json);
    }),
    {seed: 21, numRuns: 500},
  );
});
