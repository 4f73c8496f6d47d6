import {existsSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {root} from "../../scripts/run.ts";
import {runConformance} from "./run.ts";

/** The chains with the number of heights that their answers are of. */
const chains = {"chain-1": 520, "chain-2": 215} as const;

describe("the state of every height answers as the reference did", () => {
  for (const [name, heights] of Object.entries(chains)) {
    const folder = join(root, "..", "shared", "vectors", name);
    const answers = join(folder, "export", "blocks.jsonl.gz");
    test(name, {timeout: 60_000}, async (context) => {
      if (!existsSync(answers)) context.skip(`the answers of ${name} are not there: ${answers}`);
      const {kept, checked} = await runConformance("replay", folder);
      expect(kept).toEqual([]);
      // Each height takes three calls at least.
      expect(checked).toBeGreaterThan(4 * heights);
    });
  }
});
