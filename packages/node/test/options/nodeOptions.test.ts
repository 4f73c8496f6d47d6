import {describe, expect, test} from "vitest";
import {nodeOptions} from "../../src/options/index.ts";
import recorded from "./rootFlags.json" with {type: "json"};

/** `rootFlags.json`: name, type, default and shorthand of every flag that the reference's help shows for the node. */
const table: Readonly<Record<string, (typeof nodeOptions)[keyof typeof nodeOptions]>> = nodeOptions;

describe("the options of the node", () => {
  test.each(recorded)("include $name as recorded", ({name, type, short, default: fallback}) => {
    const declared = table[name];
    if (declared === undefined) throw new Error(`${name} is not declared`);
    const shown: string | null = (declared.type.show as (value: unknown) => string | null)(declared.default);
    expect({type: declared.type.flagName, short: declared.shorthand, default: shown ?? undefined}).toEqual({
      type,
      short,
      default: fallback,
    });
    expect(declared.hidden ?? false).toBe(false);
  });

  test("show no other flags but those that are marked as ours", () => {
    const known = new Set(recorded.map(({name}) => name));
    const others = Object.entries(nodeOptions)
      .filter(([key, {hidden, fileOnly}]) => !known.has(key) && hidden !== true && fileOnly !== true)
      .map(([key, {ours}]) => [key, ours]);
    expect(others).toEqual([
      ["consensus.engine.backend", true],
      ["consensus.engine.embedded.block_time", true],
      ["worker.client.listen_host", true],
    ]);
  });

  test("have keys in lower case and one shorthand each", () => {
    const shorthands = Object.values(nodeOptions).flatMap(({shorthand}) => shorthand ?? []);
    expect(new Set(shorthands).size).toBe(shorthands.length);
    expect(Object.keys(nodeOptions).filter((key) => key !== key.toLowerCase())).toEqual([]);
  });

  test("hide what is unsafe", () => {
    const shown = Object.entries(nodeOptions).filter(
      ([, each]) => each.debugOnly === true && each.hidden !== true,
    );
    expect(shown).toEqual([]);
  });
});
