import {utf8} from "@oasis-node/primitives/bytes";
import {describe, expect, test} from "vitest";
import {jsonFault} from "../../src/files/jsonFault.ts";

describe("why a text is not JSON, in the words of Go", () => {
  test.each([
    ["", "unexpected end of JSON input"],
    ['{"a": 1', "unexpected end of JSON input"],
    ["hello", "invalid character 'h' looking for beginning of value"],
    ["{a: 1}", "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a": 1 "b"}', `invalid character '"' after object key:value pair`],
    ["[1 2]", "invalid character '2' after array element"],
    ["{} x", "invalid character 'x' after top-level value"],
    ["trie", "invalid character 'i' in literal true (expecting 'u')"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
    ["-x", "invalid character 'x' in numeric literal"],
    ["1.x", "invalid character 'x' after decimal point in numeric literal"],
    ["1ex", "invalid character 'x' in exponent of numeric literal"],
    ["'", "invalid character '\\'' looking for beginning of value"],
  ])("%j", (text, fault) => {
    expect(jsonFault(utf8(text))).toBe(fault);
  });

  test.each(["{}", "[]", ' [1, -0.5e+10, "\\u00ff\\n", {"a": [true, false, null]}] '])(
    "nothing is wrong with %s",
    (text) => {
      expect(jsonFault(utf8(text))).toBeNull();
    },
  );

  test("what is nested too deeply for us is not judged", () => {
    expect(jsonFault(utf8("[".repeat(1_000_000)))).toBeNull();
  });
});
