import {mkdtemp, rm, stat} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {latestHeight} from "@oasis-node/primitives/epoch";
import {connect} from "@oasis-node/rpc/client";
import {consensusService, nodeControllerService} from "@oasis-node/rpc/services";
import {stakingMethods} from "@oasis-node/state-transition/staking";
import {afterEach, describe, expect, test} from "vitest";
import {type Localnet, type LocalnetOptions, startLocalnet} from "../../src/localnet/index.ts";
import {networkDefaults, token} from "../../src/network/index.ts";

const never = new AbortController().signal;
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function started(options: LocalnetOptions = {}): Promise<Localnet> {
  const localnet = await startLocalnet(options);
  cleanups.push(() => localnet.stop());
  return localnet;
}

async function ownDirectory(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), "oasis-localnet-test-"));
  cleanups.push(() => rm(parent, {recursive: true, force: true}));
  return join(parent, "network");
}

async function transfer(localnet: Localnet, amount: bigint): Promise<void> {
  const [from, to] = localnet.accounts;
  if (from === undefined || to === undefined) throw new RangeError("a network has accounts");
  const body = {to: to.address, amount};
  await localnet.submitter.signAndSubmit(
    {signer: from.signer, method: stakingMethods["staking.Transfer"], body},
    never,
  );
}

async function balances(localnet: Localnet): Promise<bigint[]> {
  const found = localnet.accounts.map(({address: owner}) =>
    localnet.apis.staking.account({height: latestHeight, owner}),
  );
  return (await Promise.all(found)).map(({general}) => general.balance);
}

describe("a network on this machine", () => {
  test("makes blocks, takes transactions and answers on its socket", async () => {
    const localnet = await started();
    await transfer(localnet, 5n);
    const each = networkDefaults.balance * token;
    expect(await balances(localnet)).toEqual([each - 5n, each + 5n, each]);
    const client = connect(`unix:${localnet.paths.socket}`);
    cleanups.push(async () => client.close());
    expect(await client.api(nodeControllerService).isSynced()).toBe(true);
    expect(await client.api(consensusService).getChainContext()).toBe(localnet.chainContext);
    const status = await client.api(nodeControllerService).getStatus();
    expect(status.consensus.isValidator).toBe(true);
    expect(status.consensus.latestHeight).toBeGreaterThan(0n);
  });

  test("goes on where it was stopped", async () => {
    const dir = await ownDirectory();
    const first = await started({dir});
    await transfer(first, 7n);
    const {latestHeight: height} = first.node.chain.engine.status();
    await first.stop();
    const second = await started({dir});
    expect(second.isNew).toBe(false);
    expect(second.chainContext).toBe(first.chainContext);
    expect(second.node.chain.engine.status().latestHeight).toBeGreaterThanOrEqual(height);
    expect((await balances(second))[1]).toBe(networkDefaults.balance * token + 7n);
  });

  test("starts over when told to", async () => {
    const dir = await ownDirectory();
    const first = await started({dir});
    await first.stop();
    const second = await started({dir, fresh: true});
    expect(second.isNew).toBe(true);
    expect(second.chainContext).not.toBe(first.chainContext);
  });

  test("lives beside others in one process, each on its own", async () => {
    const [one, other] = await Promise.all([started({chainId: "one"}), started({chainId: "other"})]);
    await transfer(one, 1n);
    expect((await balances(other))[1]).toBe(networkDefaults.balance * token);
    expect((await balances(one))[1]).toBe(networkDefaults.balance * token + 1n);
  });

  test("leaves nothing behind without a directory", async () => {
    const localnet = await started();
    await localnet.stop();
    await expect(stat(localnet.paths.directory)).rejects.toMatchObject({code: "ENOENT"});
  });

  test("registers its node again before the registration of genesis ends", async () => {
    const localnet = await started({emptyBlockInterval: 20, blocksPerEpoch: 3n});
    for await (const epoch of localnet.apis.beacon.watchEpochs()) if (epoch >= 4n) break;
    const {registration} = await localnet.node.controller.getStatus();
    expect(registration.descriptor?.expiration).toBeGreaterThanOrEqual(4n);
    expect(localnet.node.chain.engine.status().isSynced).toBe(true);
  });

  test("keeps a directory that holds something else", async () => {
    const parent = await mkdtemp(join(tmpdir(), "oasis-localnet-test-"));
    cleanups.push(() => rm(parent, {recursive: true, force: true}));
    await expect(startLocalnet({dir: parent})).rejects.toMatchObject({code: "notNetwork"});
  });
});
