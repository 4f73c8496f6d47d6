import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {nodeConfig} from "../../src/config/index.ts";
import {nodeOptions, parseFlags} from "../../src/options/index.ts";
import {read} from "./support.ts";

const keys = Object.keys(nodeOptions);
/** Bits of YAML and of options that mean something together. */
const yamlBit = fc.oneof(
  fc.constantFrom(
    "\n",
    "  ",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "? ",
    "|\n",
    ">",
    "!!map ",
    "%YAML",
    "---",
    "#",
    "'",
    '"',
    "~",
    "<<",
    "\t",
  ),
  fc.constantFrom(...keys, ...keys.flatMap((key) => key.split("."))),
  fc.constantFrom("true", "1", "-1", "1e9", "10s", "64mb", "info", "1.2.3.4:5", "0".repeat(64)),
  fc.string({maxLength: 5}),
);
const yaml = fc.array(yamlBit, {maxLength: 40}).map((bits) => bits.join(""));

const flagBit = fc.oneof(
  fc.constantFrom(...keys.map((key) => `--${key}`), ...keys.map((key) => `--${key}=x`)),
  fc.constantFrom("-", "--", "-v", "-vg", "-g=x", "--=", "---", "=", "-=", "1", "true"),
  fc.string({unit: "binary", maxLength: 8}),
);

describe("whatever is given as", () => {
  test("a file is read or refused, with every problem in its place", () => {
    fc.assert(
      fc.property(yaml, fc.constantFrom("a.yml", "a.json", "a", "a.toml"), (text, path) => {
        const {problems, warnings, values} = read(nodeOptions, [], text, {path});
        const lines = text.split("\n").length;
        for (const {source, message} of [...problems, ...warnings]) {
          expect(message).not.toBe("");
          if (source.from === "file") expect(source.line).toBeLessThanOrEqual(lines);
        }
        expect(Object.keys(values)).toEqual(keys);
      }),
      {numRuns: 3000, seed: 1},
    );
  });

  test("a command line is read or refused; no argument is lost", () => {
    fc.assert(
      fc.property(fc.array(flagBit, {maxLength: 8}), (args) => {
        const {flags, positional, problems} = parseFlags(nodeOptions, args);
        const given = [...flags.values()].reduce((sum, each) => sum + each.length, 0);
        if (args.length > 0 && !args.includes("--"))
          expect(given + positional.length + problems.length).toBeGreaterThan(0);
        expect([...flags.keys()].every((key) => keys.includes(key))).toBe(true);
      }),
      {numRuns: 3000, seed: 2},
    );
  });

  test("values makes a configuration or problems", () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom("a@b:1", "@", ":", "[::1]:1", "tcp://", "tcp://[", "1.2.3.4:1", "pull"),
    );
    const pair = fc.tuple(fc.constantFrom(...keys), value).map(([key, text]) => `--${key}=${text}`);
    fc.assert(
      fc.property(fc.array(pair, {maxLength: 6}), (args) => {
        const outcome = nodeConfig(read(nodeOptions, ["--datadir=/d", ...args]), "/w");
        if ("problems" in outcome) expect(outcome.problems.length).toBeGreaterThan(0);
        else expect(outcome.config.dataDirectory).toMatch(/^\//);
      }),
      {numRuns: 2000, seed: 3},
    );
  });
});
