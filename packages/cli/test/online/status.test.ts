import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {LiveNode} from "../support/liveNode.ts";
import {run} from "../support/world.ts";

let node: LiveNode;

beforeAll(async () => {
  node = await LiveNode.start();
});

afterAll(async () => {
  await node.localnet.stop();
});

describe("the status for people", () => {
  test("says where the chain is, and that nothing is missing", async () => {
    const {code, stdout} = await node.run(["status"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Chain         ${node.localnet.chainContext}\n`);
    expect(stdout).toMatch(/^Height {8}\d+, epoch 0, validator$/m);
    expect(stdout).toMatch(/^Registration {2}(validator, until epoch 2|none yet)$/m);
    expect(stdout).not.toContain("missing");
  });

  test("says the same to programs", async () => {
    const {stdout} = await node.run(["status", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      chain_context: node.localnet.chainContext,
      epoch: 0,
      is_validator: true,
      missing_stake: [],
      paratimes: [],
    });
  });

  test("fails with a reason when there is no node", async () => {
    const {code, stdout} = await run(["status", "-a", "unix:nowhere.sock"]);
    expect(code).toBe(1);
    expect(stdout).toContain("failed to query status");
  });
});
