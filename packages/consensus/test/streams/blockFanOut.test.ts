import {setImmediate as nextTurn} from "node:timers/promises";
import {describe, expect, test} from "vitest";
import {EngineError} from "../../src/engine/index.ts";
import {BlockFanOut} from "../../src/streams/blockFanOut.ts";
import {maxWaitingBlocks} from "../../src/streams/index.ts";
import {ScriptedEngine} from "./scriptedEngine.ts";

function setUp() {
  const engine = new ScriptedEngine();
  const fanOut = new BlockFanOut(engine, () => engine.latestHeight);
  let computed = 0;
  const heights = fanOut.topic(({height}) => {
    computed++;
    return [height];
  });
  return {engine, fanOut, heights, computed: () => computed};
}

type Setting = ReturnType<typeof setUp>;

function reader({fanOut, heights}: Setting, signal?: AbortSignal): AsyncIterator<bigint, unknown> {
  return fanOut.read(heights, {signal})[Symbol.asyncIterator]();
}

async function publish({engine}: Setting, blocks: number): Promise<void> {
  for (let i = 0; i < blocks; i++) {
    engine.publish();
    await nextTurn();
  }
}

describe("streams of blocks", () => {
  test("all readers share one subscription and one computation of the items", async () => {
    const setting = setUp();
    const readers = [reader(setting), reader(setting), reader(setting)];
    expect(setting.engine.subscriptions).toBe(1);
    await publish(setting, 2);
    for (const one of readers) {
      expect([await one.next(), await one.next()].map(({value}) => value)).toEqual([1n, 2n]);
    }
    expect(setting.computed()).toBe(2);
  });

  test("without readers there is no subscription, and a new reader makes a new one", async () => {
    const setting = setUp();
    const [first, second] = [reader(setting), reader(setting)];
    await first.return?.();
    expect(setting.engine.subscriptions).toBe(1);
    await second.return?.();
    await nextTurn();
    expect(setting.engine.subscriptions).toBe(0);
    const third = reader(setting);
    await publish(setting, 1);
    expect(await third.next()).toEqual({done: false, value: 1n});
  });

  test("a reader that leaves while it waits gets the end, not an error", async () => {
    const setting = setUp();
    const leaving = reader(setting);
    const waiting = leaving.next();
    await leaving.return?.();
    expect(await waiting).toEqual({done: true, value: undefined});
  });

  test("a signal ends the stream of its reader only", async () => {
    const setting = setUp();
    const controller = new AbortController();
    const [ended, other] = [reader(setting, controller.signal), reader(setting)];
    const waiting = ended.next();
    controller.abort();
    expect((await waiting).done).toBe(true);
    await publish(setting, 1);
    expect((await other.next()).value).toBe(1n);
    expect((await reader(setting, AbortSignal.abort()).next()).done).toBe(true);
  });

  test("a reader who falls too far behind gets an error at once; the others get every block", async () => {
    const setting = setUp();
    const [slow, quick] = [reader(setting), reader(setting)];
    for (let i = 1n; i <= maxWaitingBlocks + 1; i++) {
      await publish(setting, 1);
      expect((await quick.next()).value).toBe(i);
    }
    await expect(slow.next()).rejects.toMatchObject({code: "slowReader"});
    await expect(slow.next()).resolves.toEqual({done: true, value: undefined});
    await publish(setting, 1);
    expect((await quick.next()).value).toBe(BigInt(maxWaitingBlocks + 2));
  });

  test("nothing is kept up for readers who were all too slow", async () => {
    const setting = setUp();
    reader(setting);
    await publish(setting, maxWaitingBlocks + 1);
    expect(setting.engine.subscriptions).toBe(0);
  });

  test("reads that were made ahead get the blocks in their order", async () => {
    const setting = setUp();
    const ahead = reader(setting);
    const reads = Promise.all([ahead.next(), ahead.next(), ahead.next()]);
    await publish(setting, 3);
    expect((await reads).map(({value}) => value)).toEqual([1n, 2n, 3n]);
    const waiting = [ahead.next(), ahead.next()];
    setting.engine.end(null);
    for (const {done} of await Promise.all(waiting)) expect(done).toBe(true);
  });

  test("as many blocks as may wait do wait", async () => {
    const setting = setUp();
    const late = reader(setting);
    await publish(setting, maxWaitingBlocks);
    for (let i = 1n; i <= maxWaitingBlocks; i++) expect((await late.next()).value).toBe(i);
  });

  test("when the engine ends, what waits can be read first", async () => {
    const setting = setUp();
    const [first, second] = [reader(setting), reader(setting)];
    await publish(setting, 1);
    setting.engine.end(null);
    await nextTurn();
    for (const one of [first, second]) {
      expect([await one.next(), await one.next()]).toEqual([
        {done: false, value: 1n},
        {done: true, value: undefined},
      ]);
    }
  });

  test("an error of the engine's subscription reaches every reader", async () => {
    const setting = setUp();
    const readers = [reader(setting), reader(setting)];
    setting.engine.end(new EngineError("slowReader", "too slow"));
    for (const one of readers) await expect(one.next()).rejects.toMatchObject({code: "slowReader"});
    expect(setting.engine.subscriptions).toBe(0);
  });

  test("a topic whose items cannot be had ends its own streams only", async () => {
    const setting = setUp();
    const broken = setting.fanOut.topic((): bigint[] => {
      throw new EngineError("badStore", "broken");
    });
    const [failing, other] = [setting.fanOut.read(broken)[Symbol.asyncIterator](), reader(setting)];
    await publish(setting, 1);
    await expect(failing.next()).rejects.toMatchObject({code: "badStore"});
    expect((await other.next()).value).toBe(1n);
  });

  test("what a stream begins with comes before blocks, and failing to have it is the reader's error", async () => {
    const setting = setUp();
    const {fanOut, heights} = setting;
    await publish(setting, 3);
    const greeted = fanOut.read(heights, {first: (after) => [after]})[Symbol.asyncIterator]();
    await publish(setting, 1);
    expect([await greeted.next(), await greeted.next()].map(({value}) => value)).toEqual([3n, 4n]);
    const refused = fanOut.read(heights, {
      first: () => {
        throw new EngineError("stopped", "no state");
      },
    });
    await expect(refused[Symbol.asyncIterator]().next()).rejects.toMatchObject({code: "stopped"});
  });

  test("a block that the state had when the stream began is not told again", async () => {
    const setting = setUp();
    const {engine, fanOut, heights} = setting;
    const early = reader(setting);
    engine.publish();
    const late = fanOut.read(heights)[Symbol.asyncIterator]();
    await publish(setting, 1);
    expect((await early.next()).value).toBe(1n);
    expect((await late.next()).value).toBe(2n);
  });
});
