import {asGas, asHeight} from "@oasis-node/primitives/epoch";
import {testSigner} from "@oasis-node/primitives/signers";
import {Fee} from "@oasis-node/state-transition/consensus";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {type Engine, EngineError, followBlocks, type Inclusion} from "../../src/engine/index.ts";
import {type TrustedHeader, verify} from "../../src/light/index.ts";
import {checkSignedHeader, engineAddress} from "../../src/tendermint/index.ts";
import {TestNetwork, validatorSigner} from "./testNetwork.ts";

/** An engine with its chain, which survives restarts of the engine. */
interface EngineHost {
  /** An engine that has not been started, on what the engines before it left. */
  open(): Promise<Engine>;
  /** Lets go of everything after the last engine. */
  close(): Promise<void>;
}

/** Makes a host for a network. */
export type HostFactory = (network: TestNetwork) => Promise<EngineHost>;

const never = new AbortController().signal;
const latest = asHeight(0n);

/** What every engine promises, whatever it keeps its blocks in. */
export function engineSuite(name: string, createHost: HostFactory): void {
  describe(`engine: ${name}`, () => {
    let network: TestNetwork;
    let host: EngineHost;
    let engine: Engine;

    beforeEach(async () => {
      network = await TestNetwork.create();
      host = await createHost(network);
      engine = await host.open();
    });

    afterEach(async () => {
      await engine.stop();
      await host.close();
    });

    async function transfer(from: number, nonce: bigint): Promise<Inclusion> {
      return engine.submitAndWait(await network.transfer({from, nonce}), never);
    }

    test("the first block has the height and the time of genesis", async () => {
      const blocks = engine.subscribe({signal: never})[Symbol.asyncIterator]();
      await engine.start();
      const {value} = await blocks.next();
      const {chainId, genesisTime, initialHeight} = network.tendermint;
      expect(value?.block.header).toMatchObject({chainId, time: genesisTime, height: initialHeight});
      expect(value?.block.header.proposerAddress).toEqual(engineAddress(validatorSigner.publicKey));
    });

    test("a transaction gets into a block, and its result is that of the block", async () => {
      await engine.start();
      const raw = await network.transfer({from: 0, nonce: 0n});
      const inclusion = await engine.submitAndWait(raw, never);
      expect(inclusion).toMatchObject({kind: "included", result: {code: 0}});
      if (inclusion.kind !== "included") return;
      const {height, index, result} = inclusion;
      const block = await engine.block(height);
      expect(block?.transactions[index]).toEqual(raw);
      expect((await engine.results(height))?.transactions[index]).toEqual(result);
      expect(engine.status().latestHeight).toBeGreaterThanOrEqual(height);
    });

    test("a transaction that its check refuses never gets into a block", async () => {
      await engine.start();
      const inclusion = await transfer(0, 7n);
      expect(inclusion.kind).toBe("refused");
      expect(await engine.submit(Uint8Array.of(1, 2, 3))).toMatchObject({codespace: "unknown", code: 1});
      expect(await engine.unconfirmed()).toEqual([]);
    });

    test("a transaction that is there already is refused, one that is refused may come again", async () => {
      await engine.start();
      const raw = await network.transfer({from: 0, nonce: 0n});
      await engine.submitAndWait(raw, never);
      await expect(engine.submit(raw)).rejects.toMatchObject({code: "duplicate"});
      const early = await network.transfer({from: 0, nonce: 2n});
      expect((await engine.submit(early)).code).not.toBe(0);
      await transfer(0, 1n);
      expect((await engine.submitAndWait(early, never)).kind).toBe("included");
    });

    test("a transaction that no block has room for is refused", async () => {
      await engine.start();
      const oversized = engine.submit(new Uint8Array(2 << 20));
      await expect(oversized).rejects.toMatchObject({code: "oversized"});
      expect((await engine.submit(new Uint8Array(100_000))).codespace).toBe("consensus");
    });

    test("transactions of one sender are executed in the order of their nonces", async () => {
      await engine.start();
      const raws = await Promise.all(
        Array.from({length: 40}, (_, i) =>
          network.transfer({from: i % 2, nonce: BigInt(i >> 1), fee: BigInt(i)}),
        ),
      );
      const inclusions = await Promise.all(raws.map((raw) => engine.submitAndWait(raw, never)));
      for (const inclusion of inclusions) {
        expect(inclusion).toMatchObject({kind: "included", result: {code: 0}});
      }
    });

    test("a light client verifies every block from the one before", async () => {
      await engine.start();
      for (let nonce = 0n; nonce < 5n; nonce++) await transfer(1, nonce);
      await verifyChain();
      expect(engine.status().latestHeight).toBeGreaterThan(network.tendermint.initialHeight + 3n);
    });

    test("a change of the validator's power counts from the block after the next, and light clients follow", async () => {
      await engine.start();
      const escrow = await network.addEscrow({from: 2, nonce: 0n, amount: 10n ** 9n});
      expect((await engine.submitAndWait(escrow, never)).kind).toBe("included");
      for (let nonce = 0n; nonce < 2n * network.blocksPerEpoch; nonce++) await transfer(1, nonce);
      await verifyChain();
      const changes: bigint[] = [];
      for (let height = 1n; height <= engine.status().latestHeight; height++) {
        const [change] = (await engine.results(asHeight(height)))?.validatorUpdates ?? [];
        const powers = await Promise.all([height + 1n, height + 2n].map(powerAt));
        if (change === undefined) expect(powers[1]).toBe(powers[0]);
        else changes.push(change.power);
        if (change !== undefined) expect(powers[1]).toBe(change.power);
      }
      expect(changes.length).toBeGreaterThan(0);
    });

    async function powerAt(height: bigint): Promise<bigint | undefined> {
      return (await engine.validators(asHeight(height)))?.validators[0]?.votingPower;
    }

    /** Verifies all blocks, each from the one before. */
    async function verifyChain(): Promise<void> {
      const {initialHeight} = network.tendermint;
      let trusted = await trustedHeader(initialHeight);
      for (let height = initialHeight + 1n; height <= engine.status().latestHeight; height++) {
        const next = await trustedHeader(height);
        const {header, commit, validators} = next;
        const clock = {now: header.time, trustingPeriod: 10n ** 18n, maxClockDrift: 10n ** 10n};
        verify(trusted, {signedHeader: {header, commit}, validators}, clock);
        trusted = next;
      }
    }

    async function trustedHeader(height: bigint): Promise<TrustedHeader> {
      const light = await engine.lightBlock(asHeight(height));
      if (!light?.signedHeader || !light.validatorSet) throw new RangeError(`no light block ${height}`);
      const {chainId} = network.tendermint;
      return {...checkSignedHeader(light.signedHeader, chainId), validators: light.validatorSet};
    }

    test("block time never goes back", async () => {
      await engine.start();
      for (let nonce = 0n; nonce < 5n; nonce++) await transfer(2, nonce);
      let before = -1n;
      for (
        let height = network.tendermint.initialHeight;
        height <= engine.status().latestHeight;
        height = asHeight(height + 1n)
      ) {
        const time = (await engine.block(height))?.header.time ?? 0n;
        expect(time).toBeGreaterThan(before);
        before = time;
      }
    });

    test("a subscription gives every block once and ends with the engine", async () => {
      const heights: bigint[] = [];
      const reading = (async () => {
        for await (const {height} of engine.subscribe({signal: never})) heights.push(height);
      })();
      await engine.start();
      for (let nonce = 0n; nonce < 5n; nonce++) await transfer(0, nonce);
      const last = engine.status().latestHeight;
      await engine.stop();
      await reading;
      expect(heights.slice(0, Number(last))).toEqual(
        Array.from({length: Number(last)}, (_, i) => BigInt(i + 1)),
      );
    });

    test("a subscription ends with its signal", async () => {
      const controller = new AbortController();
      const blocks = engine.subscribe({signal: controller.signal})[Symbol.asyncIterator]();
      const next = blocks.next();
      controller.abort();
      expect((await next).done).toBe(true);
    });

    test("a reader that stays behind is told so", async () => {
      const blocks = engine.subscribe({signal: never})[Symbol.asyncIterator]();
      await engine.start();
      for (let nonce = 0n; nonce < 140n; nonce++) await transfer(0, nonce);
      const read = async (): Promise<void> => {
        for (;;) if ((await blocks.next()).done === true) return;
      };
      await expect(read()).rejects.toMatchObject({code: "slowReader"});
    });

    test("a follower that stays behind goes on with a later block", async () => {
      const heights: bigint[] = [];
      const {promise: mayGoOn, resolve: goOn} = Promise.withResolvers<void>();
      const following = followBlocks(
        engine,
        ({height}) => {
          heights.push(height);
          return mayGoOn;
        },
        never,
      );
      await engine.start();
      let nonce = 0n;
      for (; nonce < 140n; nonce++) await transfer(0, nonce);
      goOn();
      for (; heights.at(-1) !== engine.status().latestHeight; nonce++) await transfer(0, nonce);
      expect(heights.length).toBeLessThan(140);
      await engine.stop();
      await following;
    });

    test("heights that are not there are null, 0 is the latest", async () => {
      await engine.start();
      await transfer(0, 0n);
      const height = engine.status().latestHeight;
      expect((await engine.block(latest))?.header.height).toBe(height);
      for (const missing of [height + 10n, 10n ** 15n]) {
        expect(await engine.block(asHeight(missing))).toBeNull();
        expect(await engine.results(asHeight(missing))).toBeNull();
        expect(await engine.lightBlock(asHeight(missing))).toBeNull();
        expect(await engine.validators(asHeight(missing))).toBeNull();
      }
      expect(await engine.validators(asHeight(height + 1n))).not.toBeNull();
    });

    test("who waits for a transaction may give up", async () => {
      await engine.start();
      const controller = new AbortController();
      const raw = await network.transfer({from: 0, nonce: 0n});
      const waiting = engine.submitAndWait(raw, controller.signal);
      controller.abort(new RangeError("enough"));
      await expect(waiting).rejects.toThrow("enough");
    });

    test("evidence that proves nothing is refused", async () => {
      await engine.start();
      await expect(engine.submitEvidence(Uint8Array.of(0xff))).rejects.toMatchObject({code: "badEvidence"});
      await expect(engine.submitEvidence(new Uint8Array())).rejects.toMatchObject({code: "badEvidence"});
    });

    test("the gas of a transaction can be estimated", async () => {
      await engine.start();
      await transfer(0, 0n);
      const transaction = {
        nonce: 1n,
        fee: Fee.make({gas: asGas(0n)}),
        method: "staking.Transfer",
        body: null,
      };
      const gas = await engine.simulate(testSigner("chain account 0").publicKey, transaction);
      expect(gas).toBeGreaterThan(0n);
    });

    test("the chain goes on after a restart", async () => {
      await engine.start();
      const before = await transfer(0, 0n);
      await engine.stop();
      expect(await engine.ended).toEqual({kind: "stopped"});
      const {id, header} = engine.status().latest ?? {};
      engine = await host.open();
      await engine.start();
      const stored = await engine.block(header?.height ? asHeight(header.height) : latest);
      expect(stored).toMatchObject({id, header});
      const after = await transfer(0, 1n);
      if (before.kind !== "included" || after.kind !== "included") throw new RangeError("not included");
      expect(after.height).toBeGreaterThan(before.height);
      expect((await engine.block(before.height))?.transactions).toHaveLength(1);
    });

    test("an engine that does not run takes nothing, and can be stopped at any time", async () => {
      const raw = await network.transfer({from: 0, nonce: 0n});
      await expect(engine.submit(raw)).rejects.toBeInstanceOf(EngineError);
      await engine.start();
      await Promise.all([engine.stop(), engine.stop()]);
      await expect(engine.submitAndWait(raw, never)).rejects.toMatchObject({code: "stopped"});
      const other = await host.open();
      await other.stop();
      expect(await other.ended).toEqual({kind: "stopped"});
    });
  });
}
