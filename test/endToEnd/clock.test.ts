import {join} from "node:path";
import {startLocalnet} from "@oasis-node/localnet/localnet";
import {systemClock} from "@oasis-node/primitives/clock";
import {asHeight, latestHeight} from "@oasis-node/primitives/epoch";
import {stakingMethods} from "@oasis-node/state-transition/staking";
import {expect, test} from "vitest";
import {testDirectory} from "./support/directory.ts";

const second = 1_000_000_000n;
const hour = 3600n * second;
const never = new AbortController().signal;

test("a network goes on when its clock jumps forward and back, also over a restart", async () => {
  const dir = join(testDirectory(), "network");
  let offset = 0n;
  const clock = {now: () => systemClock.now() + offset, sleep: systemClock.sleep.bind(systemClock)};
  let localnet = await startLocalnet({dir, clock});
  const transfer = async (): Promise<void> => {
    const [from] = localnet.accounts;
    if (from === undefined) throw new RangeError("a network has accounts");
    const body = {to: from.address, amount: 1n};
    await localnet.submitter.signAndSubmit(
      {signer: from.signer, method: stakingMethods["staking.Transfer"], body},
      never,
    );
  };
  for (const jump of [hour, -2n * hour, 30n * 24n * hour, -31n * 24n * hour, second, 0n]) {
    offset = jump;
    await transfer();
    await transfer();
    expect((await localnet.node.controller.getStatus()).consensus.isValidator).toBe(true);
  }
  await localnet.stop();
  offset = -hour;
  localnet = await startLocalnet({dir, clock});
  await transfer();
  await expectTimesToGrow(localnet.apis);
  await localnet.stop();
});

async function expectTimesToGrow({
  consensus,
}: Awaited<ReturnType<typeof startLocalnet>>["apis"]): Promise<void> {
  const {height: last} = await consensus.getBlock(latestHeight);
  let before = 0n;
  for (let height = 1n; height <= last; height++) {
    // Whole seconds: blocks that follow each other fast share one.
    const {time} = await consensus.getBlock(asHeight(height));
    expect(BigInt(time)).toBeGreaterThanOrEqual(before);
    before = BigInt(time);
  }
}
