import {asHeight} from "@oasis-node/primitives/epoch";
import {silentLogger} from "@oasis-node/primitives/log";
import {beforeEach, describe, expect, onTestFinished, test} from "vitest";
import {
  beaconBackend,
  consensusBackend,
  consensusLightBackend,
  stakingBackend,
} from "../../src/backends/index.ts";
import {RpcServer} from "../../src/server/index.ts";
import type {Api} from "../../src/service/index.ts";
import {
  beaconService,
  consensusLightService,
  consensusService,
  stakingService,
} from "../../src/services/index.ts";
import {clientOf, socketPath} from "../support.ts";
import {openTestChain, type TestChain} from "./testChain.ts";

const latest = asHeight(0n);

let chain: TestChain;
let consensus: Api<typeof consensusService>;
let light: Api<typeof consensusLightService>;
let staking: Api<typeof stakingService>;
let beacon: Api<typeof beaconService>;

/** A running chain, and clients of it over a socket. */
beforeEach(async () => {
  chain = await openTestChain();
  onTestFinished(() => chain.close());
  const server = new RpcServer({logger: silentLogger});
  server.register(consensusService, consensusBackend(chain));
  server.register(consensusLightService, consensusLightBackend(chain));
  server.register(stakingService, stakingBackend(chain));
  server.register(beaconService, beaconBackend(chain));
  const path = await socketPath();
  await server.listenUnix(path);
  onTestFinished(() => server.stop(0));
  const client = clientOf(path);
  [consensus, light] = [client.api(consensusService), client.api(consensusLightService)];
  [staking, beacon] = [client.api(stakingService), client.api(beaconService)];
  const first = consensusBackend(chain).watchBlocks()[Symbol.asyncIterator]();
  await chain.engine.start();
  await first.next();
  await first.return?.();
});

describe("the node's own answers over a socket", () => {
  test("are those it gives itself", async () => {
    await consensus.submitTx(await chain.transfer({from: 1, nonce: 0n}));
    const own = consensusBackend(chain);
    const wholeSeconds = (time: bigint): bigint => time - (time % 1_000_000_000n);
    const block = await own.getBlock(latest);
    expect(await consensus.getBlock(latest)).toEqual({...block, time: wholeSeconds(block.time)});
    expect(await consensus.getTransactionsWithResults(latest)).toEqual(
      await own.getTransactionsWithResults(latest),
    );
    const status = await own.getStatus();
    expect(await consensus.getStatus()).toEqual({...status, latestTime: wholeSeconds(status.latestTime)});
    expect(await light.getLightBlock(latest)).toEqual(
      await consensusLightBackend(chain).getLightBlock(latest),
    );
    expect(await staking.addresses(latest)).toEqual(await stakingBackend(chain).addresses(latest));
  });

  test("fail with the same module, number and text", async () => {
    const transfer = await chain.transfer({from: 1, nonce: 5n});
    const error = {module: "consensus/transaction", code: 1, message: "transaction: invalid nonce"};
    await expect(consensus.submitTx(transfer)).rejects.toMatchObject(error);
    await expect(beacon.getBeacon(latest)).rejects.toMatchObject({module: "beacon", code: 1});
    await expect(consensus.getBlock(asHeight(99n))).rejects.toThrow(
      "tendermint: block query failed: height 99",
    );
  });

  test("stream epochs and blocks", async () => {
    const epochs = beacon.watchEpochs()[Symbol.asyncIterator]();
    expect((await epochs.next()).value).toBe(await beacon.getEpoch(latest));
    const blocks = consensus.watchBlocks()[Symbol.asyncIterator]();
    let height: bigint | undefined;
    const told = blocks.next().then(({value}) => {
      height = value?.height;
    });
    // The stream begins when the server has its request: the first blocks may come before that.
    for (let nonce = 0n; height === undefined; nonce++) {
      await consensus.submitTx(await chain.transfer({from: 1, nonce}));
    }
    await told;
    expect(height).toBeGreaterThan(1n);
    await epochs.return?.();
    await blocks.return?.();
  });
});
