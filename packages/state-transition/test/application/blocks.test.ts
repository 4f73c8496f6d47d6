import {utf8} from "@oasis-node/primitives/bytes";
import {asEpoch, asHeight} from "@oasis-node/primitives/epoch";
import {emptyHash} from "@oasis-node/primitives/hash";
import {describe, expect, test} from "vitest";
import {
  ApplicationError,
  chainGenesis,
  genesisDigestKey,
  type Halt,
  initChainEventsKey,
} from "../../src/application/index.ts";
import {attribute, type Context, HaltError} from "../../src/context/index.ts";
import {chainContext} from "../../src/genesis/index.ts";
import {UpgradeSchedule, upgradeErrors} from "../../src/upgrade/index.ts";
import {
  app,
  blockAt,
  genesisOf,
  newChain,
  openMemory,
  runBlock,
  setEpoch,
  startedChain,
  transaction,
} from "./fixture.ts";

/** An application that says when its hooks run. */
function teller(name: string) {
  const tell = (context: Context, what: string): void => context.emit(name, attribute(what, utf8(name)));
  return app(name, {
    beginBlock: (context) => tell(context, "begin"),
    endBlock: (context) => {
      tell(context, "end");
      return undefined;
    },
  });
}

async function haltOf(run: () => unknown): Promise<HaltError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof HaltError) return error;
    throw error;
  }
  throw new TypeError("the chain goes on");
}

describe("genesis", () => {
  test("keeps the chain context and the consensus parameters in the state, which is not stored yet", async () => {
    const options = {parameters: {maxTxSize: 77n}};
    const chain = await startedChain([app("a")], options);
    const {deliverTree, root, lastHeight, consensusParameters} = chain.state;
    expect(Buffer.from(deliverTree.get(genesisDigestKey) ?? []).toString()).toBe(
      chainContext(genesisOf(options)),
    );
    expect(consensusParameters.maxTxSize).toBe(77n);
    expect([root.version, lastHeight, chain.state.db.getLatestVersion()]).toEqual([0n, 0n, null]);
    expect(root.hash).not.toEqual(emptyHash);
    expect(chain.info()).toMatchObject({lastHeight: 0n, lastAppHash: null});
  });

  test("refuses another initial height than its document's", async () => {
    const chain = await newChain([app("a")], {initialHeight: 5n});
    const halt = await haltOf(() => chain.initChain({initialHeight: asHeight(4n), validators: []}));
    expect([halt.code, halt.details.engine]).toEqual(["initChain", 4n]);
  });

  test("hands its events to the first block and forgets them", async () => {
    const chain = await newChain([app("a")]);
    const state = chain.state.deliverTree;
    chain.initChain({initialHeight: asHeight(1n), validators: []});
    expect(Buffer.from(state.get(initChainEventsKey) ?? []).toString("hex")).toBe("f6");
    await runBlock(chain);
    expect(chain.state.deliverTree.get(initChainEventsKey)).toBeNull();
  });
});

describe("blocks", () => {
  test("call the applications in the order of their names", async () => {
    const chain = await startedChain([teller("b"), teller("a"), teller("C")]);
    const {begin, end} = await runBlock(chain);
    const order = ["oasis-event-C", "oasis-event-a", "oasis-event-b"];
    expect(begin.map(({type}) => type)).toEqual(order);
    expect(end.events.map(({type}) => type)).toEqual(order);
  });

  test("answer with the validators of the application that changes them", async () => {
    const validator = {publicKey: new Uint8Array(32), power: 3n};
    const chain = await startedChain([app("a", {endBlock: () => [validator]}), app("b")]);
    expect((await runBlock(chain)).end.validatorUpdates).toEqual([validator]);
  });

  test("are versions of the state, from the initial height on", async () => {
    const chain = await startedChain([app("a")], {initialHeight: 7n});
    await runBlock(chain);
    const second = await runBlock(chain);
    expect(chain.state.db.getEarliestVersion()).toBe(7n);
    expect(chain.info()).toMatchObject({lastHeight: 8n, lastAppHash: second.commit.appHash});
  });

  test("go on after a restart", async () => {
    const db = await openMemory();
    const writer = app("a", {
      beginBlock: ({tree, currentHeight}) => tree.insert(utf8("zz"), utf8(String(currentHeight))),
    });
    const before = await startedChain([writer], {db});
    await runBlock(before);
    const loaded: bigint[] = [];
    const stateLoaded = ({blockHeight}: Context): void => void loaded.push(blockHeight);
    const after = await newChain([{...writer, stateLoaded}], {db});
    expect(after.info()).toEqual(before.info());
    expect(loaded).toEqual([1n]);
    await runBlock(after);
    expect(Buffer.from(after.state.deliverTree.get(utf8("zz")) ?? []).toString()).toBe("2");
  });

  test("cannot begin twice", async () => {
    const chain = await startedChain([app("a")]);
    chain.beginBlock(blockAt(1n));
    expect((await haltOf(() => chain.beginBlock(blockAt(1n)))).message).toBe("redundant BeginBlock");
  });

  test("stop the chain when an application fails, and tell which", async () => {
    const halts: Halt[] = [];
    const beginBlock = (): void => {
      throw new RangeError("no stake");
    };
    const chain = await startedChain([app("good"), app("bad", {beginBlock})], {
      onHalt: (halt) => halts.push(halt),
    });
    const halt = await haltOf(() => chain.beginBlock(blockAt(1n)));
    expect([halt.code, halt.details.step, halt.message]).toEqual([
      "block",
      "bad",
      "fatal error in bad: no stake",
    ]);
    expect(halts.map(({height, error}) => [height, error])).toEqual([[0n, halt]]);
  });
});

describe("the halt epoch", () => {
  const options = {haltEpoch: 3n};
  const epochAt2 = app("a", {
    beginBlock: ({tree, currentHeight}) => {
      if (currentHeight === 2n) setEpoch(tree, 3n);
    },
  });

  test("leaves one empty block after the first of the epoch, then stops", async () => {
    const halts: Halt[] = [];
    const chain = await startedChain([epochAt2, teller("b")], {
      ...options,
      onHalt: (halt) => halts.push(halt),
    });
    await runBlock(chain);
    const second = await runBlock(chain);
    expect(second.begin).toHaveLength(1);
    const third = await runBlock(chain, [transaction(options, {})]);
    expect([third.begin, third.end]).toEqual([[], {events: [], validatorUpdates: [], appVersion: null}]);
    expect(third.results[0]).toMatchObject({code: 1, codespace: "unknown", gasUsed: 0n});
    expect(third.commit.appHash).toEqual(second.commit.appHash);
    expect(halts).toMatchObject([{height: 2n, epoch: 3n, error: null}]);
    expect((await haltOf(() => chain.beginBlock(blockAt(9n)))).code).toBe("haltEpoch");
  });

  test("cannot come in the first block of a chain that starts higher", async () => {
    const chain = await startedChain([teller("b")], {haltEpoch: 0n, initialHeight: 2n});
    expect((await runBlock(chain)).begin).toHaveLength(1);
    const other = await startedChain([teller("b")], {haltEpoch: 0n, initialHeight: 1n});
    expect((await runBlock(other)).begin).toHaveLength(0);
  });
});

test("an upgrade whose epoch has come stops the chain before any application runs", async () => {
  const halts: Halt[] = [];
  const upgrades = new UpgradeSchedule<Context>({pending: [], handlers: new Map(), save: () => {}});
  const chain = await startedChain([teller("a")], {upgrades, onHalt: (halt) => halts.push(halt)});
  await runBlock(chain);
  const version = {major: 4, minor: 0, patch: 0};
  const target = {
    consensusProtocol: version,
    runtimeHostProtocol: version,
    runtimeCommitteeProtocol: version,
  };
  upgrades.submit({v: 1, handler: "some-upgrade", target, epoch: asEpoch(0n)});
  const halt = await haltOf(() => chain.beginBlock(blockAt(7n)));
  expect([halt.code, upgradeErrors.stopForUpgrade.is(halt.cause)]).toEqual(["upgrade", true]);
  expect(halts).toHaveLength(1);
});

test("the height below which blocks may go is told at every commit", async () => {
  const chain = await startedChain([app("a")], {retainHeight: () => asHeight(17n)});
  expect((await runBlock(chain)).commit.retainHeight).toBe(17n);
});

describe("after a halt", () => {
  const broken = app("broken", {
    beginBlock: () => {
      throw new RangeError("out of order");
    },
  });

  test("every step is refused because of the first failure; queries and simulations are not steps", async () => {
    const chain = await startedChain([broken]);
    const halt = await haltOf(() => chain.beginBlock(blockAt(6_000_000_000n)));
    expect(halt.message).toContain("out of order");
    const raw = new Uint8Array();
    const steps = [
      () => chain.initChain({initialHeight: asHeight(1n), validators: []}),
      () => chain.beginBlock(blockAt(7_000_000_000n)),
      () => chain.deliverTx(raw),
      () => chain.checkTx(raw),
      () => chain.endBlock(),
      () => chain.commit(),
      () => chain.stateLoaded(),
    ];
    for (const step of steps) {
      const refusal = await Promise.try(step).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(ApplicationError);
      expect(refusal).toMatchObject({code: "stopped", cause: halt});
    }
    expect(chain.info().lastHeight).toBe(0n);
  });

  test("what was refused before it changed anything stops nothing", async () => {
    const chain = await newChain([app("a")]);
    expect(() => chain.beginBlock(blockAt(6_000_000_000n))).toThrow(
      expect.objectContaining({code: "noGenesis"}),
    );
    chain.initChain({initialHeight: asHeight(1n), validators: []});
    await runBlock(chain);
    expect(chain.info().lastHeight).toBe(1n);
  });
});

describe("the genesis document", () => {
  test("is not needed by a chain that goes on, what it is known by is", async () => {
    const db = await openMemory();
    const genesis = genesisOf({});
    await runBlock(await startedChain([app("a")], {db}));
    const options = {db, genesis: chainGenesis(genesis)};
    const chain = await newChain([app("a")], options);
    const {results} = await runBlock(chain, [transaction({}, {})]);
    // The signature is one for this chain, only the method is unknown.
    expect(results.map(({log}) => log)).toEqual([expect.not.stringContaining("signature")]);
    expect(chain.info().lastHeight).toBe(2n);
  });

  test("must be given to a chain that begins, once", async () => {
    const request = {initialHeight: asHeight(1n), validators: []};
    const missing = expect.objectContaining({code: "noDocument"});
    const without = await newChain([app("a")], {genesis: chainGenesis(genesisOf({}))});
    expect(() => without.initChain(request)).toThrow(missing);
    const chain = await startedChain([app("a")]);
    expect(() => chain.initChain(request)).toThrow(missing);
  });
});
