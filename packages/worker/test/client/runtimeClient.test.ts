import {utf8} from "@oasis-node/primitives/bytes";
import {decode, encode, text} from "@oasis-node/primitives/cbor";
import {type Clock, systemClock} from "@oasis-node/primitives/clock";
import {asHeight, asRound, type Height, latestRound, type Round} from "@oasis-node/primitives/epoch";
import {hashOf} from "@oasis-node/primitives/hash";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {runtimeClientErrors} from "@oasis-node/rpc/services";
import type {RpcError} from "@oasis-node/rpc/status";
import {blockTagHash} from "@oasis-node/runtime/ioTree";
import {mockRefusedInput, type Provisioner} from "@oasis-node/runtime/provisioner";
import {headerTypes, roothashErrors} from "@oasis-node/state-transition/roothash";
import {afterEach, describe, expect, test} from "vitest";
import {ManualClock} from "../../../runtime/test/support/manualClock.ts";
import {
  hostTimeoutMs,
  RuntimeClient,
  RuntimeClientError,
  type RuntimeClientErrorCode,
  type RuntimeClientOptions,
} from "../../src/client/index.ts";
import {ScriptedChain} from "../support/clientChain.ts";
import {hostedRuntime} from "../support/hostedRuntime.ts";
import {RecordingLogger} from "../support/recordingLogger.ts";
import {random} from "../support/testChain.ts";

const endings: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const data = utf8("a transaction");
const tag = {key: utf8("key"), value: utf8("value")};

interface Setting {
  readonly hosted?: boolean;
  readonly provisioner?: Provisioner;
  readonly clock?: Clock;
  readonly earliestState?: () => bigint | null;
  readonly follower?: NonNullable<RuntimeClientOptions["runtimes"][number]["follower"]>;
  readonly options?: Partial<RuntimeClientOptions>;
}

/** A client that has not been started. */
function make({
  hosted = false,
  provisioner,
  clock = systemClock,
  earliestState,
  follower,
  options,
}: Setting = {}) {
  const chain = new ScriptedChain();
  const logger = new RecordingLogger();
  const {runtimeId: id, history, storage} = chain;
  const host = hosted ? hostedRuntime(id, {provisioner, clock, logger}) : null;
  const client = new RuntimeClient({
    runtimes: [
      {
        id,
        history,
        storage,
        earliestState: earliestState ?? null,
        host,
        ...(follower === undefined ? {} : {follower}),
      },
    ],
    chain: chain.api,
    gossip: chain.gossip(),
    synced: async () => {},
    maxTransactionAge: 30n,
    debugAllowed: false,
    clock,
    random,
    logger,
    ...options,
  });
  endings.push(() => chain.stop());
  return {
    chain,
    client,
    api: client.api,
    logger,
    tx: (bytes: Uint8Array = data) => ({runtimeId: id, data: bytes}),
  };
}

/** A client that runs, in a chain with two rounds. */
async function start(setting: Setting = {}) {
  const made = make(setting);
  const {chain, client} = made;
  const controller = new AbortController();
  await chain.round();
  await chain.round();
  const ended = client.run(controller.signal);
  const stop = async () => {
    controller.abort();
    await ended;
  };
  endings.push(stop);
  if (setting.options?.gossip !== null) await chain.consensusBlocks.untilRead();
  chain.block();
  return {...made, stop};
}

/** A node's view of its committees that changes when a test says so. */
function scriptedView() {
  type View = NonNullable<Setting["follower"]>;
  const observers = new Set<Parameters<View["observe"]>[0]>();
  const view = {
    group: null as View["group"],
    observers,
    observe: (observer: Parameters<View["observe"]>[0]) => {
      observers.add(observer);
      return () => observers.delete(observer);
    },
    move: (version: Height | null) => {
      view.group = version === null ? null : {version};
      for (const observer of observers) void observer.onTransition(view);
    },
  };
  return view;
}

async function failure(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("the call succeeded");
}

async function code(call: Promise<unknown>): Promise<RuntimeClientErrorCode | null> {
  const error = await failure(call);
  return error instanceof RuntimeClientError ? error.code : null;
}

describe("submitting", () => {
  test("publishes the transaction with the group version, and answers when a round has it", async () => {
    const {chain, api, tx} = await start();
    const answer = api.submitTxMeta(tx());
    await chain.untilPublished(1);
    expect(chain.published).toEqual([{data, groupVersion: 10n}]);
    const other = {input: utf8("other"), output: utf8("x")};
    const round = await chain.round([other, {input: data, output: utf8("result"), tags: [tag]}]);
    expect(await answer).toEqual({data: utf8("result"), round, batchOrder: 1, checkTxError: null});
    // Whoever has the answer can ask for the round.
    expect((await api.getBlock({runtimeId: chain.runtimeId, round})).header.round).toBe(round);
    const again = api.submitTx(tx());
    await chain.round([{input: data, output: utf8("again")}]);
    expect(await again).toEqual(utf8("again"));
  });

  test("without waiting ends when the transaction is on its way", async () => {
    const {chain, api, tx} = await start();
    expect(await api.submitTxNoWait(tx())).toBeUndefined();
    await chain.untilPublished(1);
  });

  test("asks the runtime first where it is hosted", async () => {
    const {chain, api, tx} = await start({hosted: true});
    const refused = await api.submitTxMeta(tx(mockRefusedInput));
    expect(refused).toEqual({
      data: null,
      round: 0n,
      batchOrder: 0,
      checkTxError: {module: "mock", code: 1, message: ""},
    });
    const error = await failure(api.submitTx(tx(mockRefusedInput)));
    expect(runtimeClientErrors.checkTxFailed.is(error) && error.message).toBe(
      "client: transaction check failed: runtime error: module: mock code: 1 message: ",
    );
    expect(
      runtimeClientErrors.checkTxFailed.is(await failure(api.submitTxNoWait(tx(mockRefusedInput)))),
    ).toBe(true);
    const answer = api.submitTx(tx());
    await chain.untilPublished(1);
    await chain.round([{input: data, output: utf8("fine")}]);
    expect(await answer).toEqual(utf8("fine"));
    expect(chain.published.map((message) => message.data)).toEqual([data]);
  });

  test("of the same bytes twice goes out once within an epoch, and both get the answer", async () => {
    const {chain, api, tx} = await start();
    const answers = [api.submitTx(tx()), api.submitTx(tx())];
    await chain.untilPublished(1);
    await chain.round([{input: data, output: utf8("one")}]);
    expect(await Promise.all(answers)).toEqual([utf8("one"), utf8("one")]);
    expect(chain.published).toHaveLength(1);
  });

  test("goes on over epochs: what waits is published again", async () => {
    const {chain, api, tx} = await start();
    const answer = api.submitTx(tx());
    await chain.untilPublished(1);
    await chain.nextEpoch();
    await chain.untilPublished(2);
    expect(chain.published[1]).toEqual({data, groupVersion: chain.height});
    await chain.round([{input: data, output: utf8("late")}]);
    expect(await answer).toEqual(utf8("late"));
  });

  test("is put off until the node itself sees the epoch's committees", async () => {
    const view = scriptedView();
    const {chain, api, tx} = await start({follower: view});
    await api.submitTxNoWait(tx());
    view.move(asHeight(10n));
    await chain.untilPublished(1);
    await chain.nextEpoch();
    while (view.observers.size === 0) await new Promise((resolve) => setImmediate(resolve));
    view.move(null);
    expect(chain.published).toHaveLength(1);
    view.move(chain.height);
    await chain.untilPublished(2);
    expect(chain.published[1]?.groupVersion).toBe(chain.height);
    expect(view.observers.size).toBe(0);
    // One that never comes does not hold everything up.
    const clock = new ManualClock();
    const stuck = await start({follower: scriptedView(), clock});
    await stuck.api.submitTxNoWait(stuck.tx());
    while (!clock.waits.includes(10_000)) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(10_000);
    await stuck.chain.untilPublished(1);
  });

  test("publishes many transactions, and again in the next epoch", async () => {
    const {chain, api, tx} = await start();
    const all = Array.from({length: 1500}, (_, index) => utf8(`transaction ${index}`));
    const answers = all.map((each) => api.submitTxMeta(tx(each)));
    await chain.untilPublished(all.length);
    await chain.nextEpoch();
    await chain.untilPublished(2 * all.length);
    const half = all.length / 2;
    const executed = all.map((input) => ({input, output: input}));
    await chain.round(executed.slice(0, half));
    await chain.round(executed.slice(half));
    for (const [index, {batchOrder, data: output}] of (await Promise.all(answers)).entries()) {
      expect(batchOrder).toBe(index % half);
      expect(output).toEqual(all[index]);
    }
  });

  test("is given up after too many blocks", async () => {
    const {chain, api, tx} = await start();
    const answer = failure(api.submitTx(tx()));
    await chain.untilPublished(1);
    chain.blocks(30);
    expect(runtimeClientErrors.transactionExpired.is(await answer)).toBe(true);
  });

  test("ends with the caller's signal, and the transaction goes on", async () => {
    const {chain, api, tx} = await start();
    const controller = new AbortController();
    const answer = failure(api.submitTx(tx(), {signal: controller.signal}));
    await chain.untilPublished(1);
    controller.abort(new RangeError("enough"));
    expect(await answer).toBeInstanceOf(RangeError);
    await chain.nextEpoch();
    await chain.untilPublished(2);
    expect(await failure(api.submitTx(tx(), {signal: controller.signal}))).toBeInstanceOf(RangeError);
  });

  test("fails when the node stops, before and after", async () => {
    const {chain, api, tx, stop} = await start();
    const answer = code(api.submitTx(tx()));
    await chain.untilPublished(1);
    await stop();
    expect(await answer).toBe("shuttingDown");
    expect(await code(api.submitTxNoWait(tx()))).toBe("shuttingDown");
  });

  test("is refused without gossip, for another runtime, and before the node has caught up", async () => {
    const alone = await start({options: {gossip: null}});
    expect(await code(alone.api.submitTx(alone.tx()))).toBe("noGossip");
    const {api} = await start();
    const runtimeId = testNamespace(utf8("another"));
    const error = await failure(api.submitTx({runtimeId, data}));
    expect(error).toBeInstanceOf(RuntimeClientError);
    expect(String(error)).toMatch(
      /client: cannot resolve runtime: runtime\/registry: runtime 80.* is not supported$/,
    );
    const early = make();
    expect(runtimeClientErrors.notSynced.is(await failure(early.api.submitTx(early.tx())))).toBe(true);
  });

  test("is refused when too much waits", async () => {
    const limits = {maxPending: 1, maxPendingBytes: 100, maxUnread: 10};
    const {api, tx} = await start({options: {limits}});
    await api.submitTxNoWait(tx());
    await api.submitTxNoWait(tx());
    expect(await code(api.submitTxNoWait(tx(utf8("another"))))).toBe("tooManyPending");
    expect(await code(api.submitTx(tx(utf8("another"))))).toBe("tooManyPending");
  });

  test("looks again at rounds that storage did not have", async () => {
    const clock = new ManualClock();
    const {chain, api, tx, logger} = await start({clock});
    const answer = api.submitTx(tx());
    await chain.untilPublished(1);
    chain.failingReads = 1;
    await chain.round([{input: data, output: utf8("found")}]);
    await logger.until("error checking block");
    expect(clock.waits).toEqual([5000]);
    clock.advance(5000);
    expect(await answer).toEqual(utf8("found"));
  });

  test("asks for the group version until it is known", async () => {
    const made = make();
    const {chain, client, api, tx, logger} = made;
    chain.failingEpochs = 1;
    const controller = new AbortController();
    const ended = client.run(controller.signal);
    endings.push(async () => {
      controller.abort();
      await ended;
    });
    await chain.consensusBlocks.untilRead();
    chain.block();
    await logger.until("failed querying for latest group version");
    await api.submitTxNoWait(tx());
    expect(chain.published).toEqual([]);
    chain.block();
    await chain.untilPublished(1);
  });
});

describe("asking the runtime", () => {
  test("checks a transaction without sending it", async () => {
    const {chain, api, tx} = await start({hosted: true});
    expect(await api.checkTx(tx())).toBeUndefined();
    expect(runtimeClientErrors.checkTxFailed.is(await failure(api.checkTx(tx(mockRefusedInput))))).toBe(true);
    expect(chain.published).toEqual([]);
  });

  test("queries at the round that is asked for", async () => {
    const {chain, api} = await start({hosted: true});
    const ask = async (round: Round) => {
      const request = {runtimeId: chain.runtimeId, round, method: "hello", args: encode(text, "x")};
      return decode(text, (await api.query(request)).data);
    };
    const heights = [0n, 1n].map((round) => chain.history.block(asRound(round)).consensusHeight);
    expect(await ask(asRound(0n))).toBe(`hello world at:${heights[0]}`);
    expect(await ask(latestRound)).toBe(`hello world at:${heights[1]}`);
    const missing = await failure(ask(asRound(5n)));
    expect(missing).toBeInstanceOf(RuntimeClientError);
    expect((missing as RuntimeClientError).cause).toSatisfy((cause) => roothashErrors.notFound.is(cause));
  });

  test("needs a hosted runtime, and one that runs", async () => {
    const {chain, api, tx} = await start();
    const query = {runtimeId: chain.runtimeId, round: latestRound, method: "x", args: null};
    for (const call of [api.checkTx(tx()), api.query(query)])
      expect(runtimeClientErrors.noHostedRuntime.is(await failure(call))).toBe(true);
    const runtimeId = testNamespace(utf8("another"));
    expect(runtimeClientErrors.noHostedRuntime.is(await failure(api.checkTx({runtimeId, data})))).toBe(true);
    const clock = new ManualClock();
    const provisioner: Provisioner = {
      name: "mock",
      start: async () => {
        throw new RuntimeClientError("chain", "no such file");
      },
    };
    const broken = await start({hosted: true, provisioner, clock});
    await broken.logger.until("failed to start runtime");
    const answer = failure(broken.api.query({...query, runtimeId: broken.chain.runtimeId}));
    while (!clock.waits.includes(hostTimeoutMs)) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1000);
    await broken.logger.until("failed to start runtime", 2);
    clock.advance(hostTimeoutMs);
    const error = await answer;
    expect(runtimeClientErrors.noHostedRuntime.is(error) && error.message).toMatch(/no such file$/);
  });
});

describe("rounds", () => {
  test("are told by number, the latest and the first one that is kept", async () => {
    const {chain, api} = await start();
    const {runtimeId} = chain;
    await chain.round([], {type: headerTypes.roundFailed});
    const round = async (number: Round) => (await api.getBlock({runtimeId, round: number})).header;
    expect((await round(asRound(1n))).headerType).toBe(headerTypes.normal);
    expect(await round(latestRound)).toMatchObject({round: 2n, headerType: headerTypes.roundFailed});
    expect((await api.getGenesisBlock(runtimeId)).header.round).toBe(0n);
    expect((await api.getLastRetainedBlock(runtimeId)).header.round).toBe(0n);
    const storing = await start({earliestState: () => 1n});
    expect((await storing.api.getLastRetainedBlock(storing.chain.runtimeId)).header.round).toBe(1n);
  });

  test("that are not there have a status of their own", async () => {
    const {chain, api} = await start();
    const error = (await failure(api.getBlock({runtimeId: chain.runtimeId, round: asRound(9n)}))) as RpcError;
    expect(error.code).toBe("NotFound");
    expect(roothashErrors.notFound.is(error.cause)).toBe(true);
    const runtimeId = testNamespace(utf8("another"));
    expect(await code(api.getBlock({runtimeId, round: latestRound}))).toBe("unsupportedRuntime");
    expect(await code(api.getTransactions({runtimeId, round: latestRound}))).toBe("unsupportedRuntime");
  });

  test("tell their transactions, results and events", async () => {
    const {chain, api} = await start();
    const first = {
      input: utf8("zz first"),
      output: utf8("1"),
      tags: [tag, {key: utf8("a"), value: utf8("b")}],
    };
    const second = {input: utf8("aa second"), output: utf8("2")};
    const blockTags = [{key: utf8("block"), value: utf8("tag")}];
    const round = await chain.round([first, second], {blockTags});
    for (const request of [
      {runtimeId: chain.runtimeId, round},
      {runtimeId: chain.runtimeId, round: latestRound},
    ]) {
      expect(await api.getTransactions(request)).toEqual([first.input, second.input]);
      expect(await api.getTransactionsWithResults(request)).toEqual([
        {tx: first.input, result: first.output, events: [{key: utf8("a"), value: utf8("b")}, tag]},
        {tx: second.input, result: second.output, events: null},
      ]);
      const txHash = hashOf(first.input);
      expect(await api.getEvents(request)).toEqual([
        {key: utf8("a"), value: utf8("b"), txHash},
        {key: utf8("block"), value: utf8("tag"), txHash: blockTagHash},
        {...tag, txHash},
      ]);
    }
    const empty = {runtimeId: chain.runtimeId, round: asRound(0n)};
    expect(await api.getTransactions(empty)).toEqual([]);
    expect(await api.getTransactionsWithResults(empty)).toBeNull();
    expect(await api.getEvents(empty)).toBeNull();
    chain.failingReads = 1;
    expect(await failure(api.getEvents({runtimeId: chain.runtimeId, round}))).toMatchObject({
      module: "storage/mkvs/db",
    });
  });

  test("are told whole while the next one comes", async () => {
    const {chain, api} = await start();
    await chain.round([{input: data, tags: [tag]}]);
    const answer = api.getTransactionsWithResults({runtimeId: chain.runtimeId, round: latestRound});
    await chain.round([{input: utf8("another")}]);
    expect(await answer).toEqual([{tx: data, result: null, events: [tag]}]);
  });

  test("can be watched by readers of any pace", async () => {
    const {chain, api} = await start();
    const watch = () => api.watchBlocks(chain.runtimeId)[Symbol.asyncIterator]();
    const [fast, slow] = [watch(), watch()];
    const next = async (reader: typeof fast) => (await reader.next()).value?.block?.header.round;
    expect([await next(fast), await next(slow)]).toEqual([1n, 1n]);
    for (let made = 0; made < 200; made++) {
      const round = await chain.round();
      expect(await next(fast)).toBe(round);
    }
    expect([await next(slow), await next(slow)]).toEqual([2n, 3n]);
    await Promise.all([fast.return?.(), slow.return?.()]);
    const other = api.watchBlocks(testNamespace(utf8("another")))[Symbol.asyncIterator]();
    expect((await other.next()).done).toBe(false);
    await other.return?.();
  });
});

test("a transaction needs a decent number of blocks, but for debugging", () => {
  expect(() => make({options: {maxTransactionAge: 29n}})).toThrow(
    "max transaction age too low: 29, minimum: 30",
  );
  make({options: {maxTransactionAge: 1n, debugAllowed: true}});
});
