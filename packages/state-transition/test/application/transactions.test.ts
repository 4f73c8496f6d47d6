import {utf8} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {asEpoch, asGas} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import type {Application} from "../../src/application/index.ts";
import {Fee, SignedTransaction, Transaction, transactionErrors} from "../../src/consensus/index.ts";
import {type App, attribute, type Context, HaltError} from "../../src/context/index.ts";
import {Burn} from "../../src/staking/index.ts";
import {StateError} from "../../src/storedValue/index.ts";
import {UpgradeSchedule} from "../../src/upgrade/index.ts";
import {alice, aliceIn, app, blockAt, type ChainOptions, startedChain, transaction} from "./fixture.ts";

const written = utf8("zz");

/** Handles staking.Burn by what a test wants, and the critical beacon.PVSSCommit by nothing. */
function burning(run: (context: Context, body: unknown) => void = () => {}): App {
  return app("100_staking", {
    handlers: new Map([
      ["staking.Burn", run],
      ["beacon.PVSSCommit", () => {}],
    ]),
  });
}

const txByte = {gasCosts: new Map([["tx_byte", asGas(1n)]])};

async function inBlock(options: ChainOptions = {}, run?: (context: Context) => void): Promise<Application> {
  const chain = await startedChain([burning(run)], options);
  chain.beginBlock(blockAt(1n));
  return chain;
}

describe("a transaction in a block", () => {
  test.each([
    ["longer than allowed", {maxTxSize: 100n}, (raw: Uint8Array) => raw, ["consensus", 2]],
    ["not an envelope", {}, () => utf8("x"), ["unknown", 1]],
    ["not signed by its signer", {}, damaged, ["unknown", 1]],
  ] as const)("%s is refused", async (_, parameters, change, expected) => {
    const options = {parameters};
    const chain = await inBlock(options);
    const {codespace, code, ...rest} = chain.deliverTx(change(transaction(options, {})));
    expect([codespace, code]).toEqual(expected);
    expect(rest).toMatchObject({gasWanted: 0n, gasUsed: 0n, events: [], data: new Uint8Array()});
    expect(aliceIn(chain.state.deliverTree).nonce).toBe(0n);
  });

  test.each(["", "staking.Transfer", "staking.burn"])(
    "of method %j, which nobody handles, costs nothing",
    async (method) => {
      const chain = await inBlock();
      const result = chain.deliverTx(transaction({}, {method, fee: [10n, 5n]}));
      expect([result.codespace, result.code, result.gasWanted]).toEqual(["unknown", 1, 0n]);
      expect(aliceIn(chain.state.deliverTree)).toEqual({balance: 1000n, nonce: 0n});
    },
  );

  test("succeeds with null as its data, its events and its gas", async () => {
    const options = {parameters: txByte};
    const chain = await inBlock(options, (context) => context.emit("a", attribute("k", utf8("v"))));
    const raw = transaction(options, {fee: [10n, 5000n]});
    const result = chain.deliverTx(raw);
    expect(result).toMatchObject({code: 0, codespace: "", log: "", data: Uint8Array.of(0xf6)});
    expect([result.gasWanted, result.gasUsed]).toEqual([5000n, BigInt(raw.length)]);
    expect(result.events.map(({type}) => type)).toEqual(["oasis-event-100_staking", "oasis-event-a"]);
    expect(aliceIn(chain.state.deliverTree)).toEqual({balance: 990n, nonce: 1n});
  });

  test("keeps fee, nonce, writes and events when it fails afterwards: there is no rollback", async () => {
    const chain = await inBlock({}, ({tree}) => {
      tree.insert(written, utf8("x"));
      throw transactionErrors.methodNotSupported();
    });
    const result = chain.deliverTx(transaction({}, {fee: [10n, 5n]}));
    expect([result.codespace, result.code, result.data.length]).toEqual(["consensus/transaction", 5, 0]);
    expect(result.events).toHaveLength(1);
    expect(aliceIn(chain.state.deliverTree)).toEqual({balance: 990n, nonce: 1n});
    expect(chain.state.deliverTree.get(written)).toEqual(utf8("x"));
  });

  test("runs out of gas by its length before its body is looked at", async () => {
    const options = {parameters: txByte};
    const chain = await inBlock(options);
    const result = chain.deliverTx(transaction(options, {body: Uint8Array.of(1), fee: [0n, 10n]}));
    expect([result.code, result.log, result.gasUsed]).toEqual([1, "out of gas", 0n]);
  });

  test("counts the gas of the whole block where blocks have a limit", async () => {
    const options = {parameters: {...txByte, maxBlockGas: asGas(1000n)}};
    const chain = await inBlock(options);
    const [first, second] = [0n, 1n].map((nonce) => transaction(options, {nonce, fee: [0n, 900n]}));
    const sizes = [first?.length ?? 0, second?.length ?? 0].map(BigInt);
    const used = [first, second].map((raw) => chain.deliverTx(raw ?? utf8("")).gasUsed);
    expect(used).toEqual([sizes[0], (sizes[0] ?? 0n) + (sizes[1] ?? 0n)]);
  });

  test("of a critical method has neither nonce nor fee nor gas", async () => {
    const options = {parameters: txByte};
    const chain = await inBlock(options);
    const raw = transaction(options, {method: "beacon.PVSSCommit", nonce: 9n, fee: [10n, 5n]});
    expect(chain.deliverTx(raw)).toMatchObject({code: 0, gasWanted: 0n, gasUsed: 0n});
    expect(aliceIn(chain.state.deliverTree)).toEqual({balance: 1000n, nonce: 0n});
  });

  test("that meets unavailable state stops the chain, however deep the reason lies", async () => {
    const chain = await inBlock({}, () => {
      const cause = new StateError("corrupted", "state: malformed");
      throw transactionErrors.methodNotSupported({cause});
    });
    expect(haltCode(() => chain.deliverTx(transaction({}, {})))).toBe("unavailableState");
  });

  test("that fails as no transaction may stops the chain", async () => {
    const chain = await inBlock({}, () => {
      throw new RangeError("division by zero");
    });
    expect(haltCode(() => chain.deliverTx(transaction({}, {})))).toBe("crash");
  });

  test("reports unsigned gas as the engine's signed numbers", async () => {
    const chain = await inBlock();
    expect(chain.deliverTx(transaction({}, {fee: [0n, 2n ** 64n - 1n]})).gasWanted).toBe(-1n);
  });
});

describe("a check", () => {
  test("counts on what was checked before, until the next commit", async () => {
    const chain = await startedChain([burning()]);
    await emptyBlock(chain);
    expect(chain.checkTx(transaction({}, {nonce: 0n, fee: [600n, 5n]})).code).toBe(0);
    expect(chain.checkTx(transaction({}, {nonce: 0n})).code).toBe(1);
    expect(chain.checkTx(transaction({}, {nonce: 1n, fee: [600n, 5n]})).code).toBe(2);
    expect(chain.checkTx(transaction({}, {nonce: 1n, fee: [400n, 5n]})).code).toBe(0);
    expect(aliceIn(chain.state.deliverTree)).toEqual({balance: 1000n, nonce: 0n});
    await emptyBlock(chain);
    expect(aliceIn(chain.state.checkTree)).toEqual({balance: 1000n, nonce: 0n});
  });

  test("refuses a price below the node's", async () => {
    const options = {minGasPrice: 2n};
    const chain = await startedChain([burning()], options);
    await emptyBlock(chain);
    const check = (amount: bigint, gas: bigint) => chain.checkTx(transaction(options, {fee: [amount, gas]}));
    expect(check(19n, 10n)).toMatchObject({codespace: "consensus/transaction", code: 3, gasWanted: 10n});
    expect(check(20n, 10n).code).toBe(0);
  });

  test("refuses everything while an upgrade stands at the next height", async () => {
    const upgrades = new UpgradeSchedule<Context>({
      pending: [reachedAt(1n)],
      handlers: known,
      save: () => {},
    });
    const chain = await startedChain([burning()], {upgrades});
    const result = chain.checkTx(transaction({}, {method: "no.Such"}));
    expect([result.codespace, result.code]).toEqual(["consensus/transaction", 4]);
  });

  test("before the first block works on an empty state", async () => {
    const chain = await startedChain([burning()]);
    expect(chain.checkTx(transaction({}, {fee: [1n, 1n]})).code).toBe(2);
    expect(chain.checkTx(transaction({}, {})).code).toBe(0);
  });
});

describe("a simulation", () => {
  const options = {parameters: txByte};

  test("tells the gas of the largest form of the transaction and writes nothing", async () => {
    const chain = await startedChain([burning(({tree}) => tree.insert(written, utf8("x")))], options);
    const value = Transaction.make({method: "staking.Burn", body: encode(Burn, {amount: 1n})});
    expect(() => chain.simulate(alice, value)).toThrow("no committed blocks");
    await emptyBlock(chain);
    const most = 2n ** 64n - 1n;
    const dearest = {...value, fee: Fee.make({amount: most, gas: asGas(most)})};
    const envelope = {...SignedTransaction.envelope.zero(), untrustedRawValue: encode(Transaction, dearest)};
    const size = encode(SignedTransaction.envelope, envelope).length;
    expect(chain.simulate(alice, value)).toBe(BigInt(size));
    expect(chain.state.checkTree.get(written)).toBeNull();
    expect(chain.state.deliverTree.get(written)).toBeNull();
  });

  test("tells what was used until a transaction fails", async () => {
    const chain = await startedChain([burning()], options);
    await emptyBlock(chain);
    const value = Transaction.make({method: "staking.Burn", body: Uint8Array.of(1)});
    expect(chain.simulate(alice, value)).toBeGreaterThan(200n);
  });
});

const known = new Map([["some-upgrade", () => {}]]);

function reachedAt(upgradeHeight: bigint) {
  const version = {major: 4, minor: 0, patch: 0};
  const target = {
    consensusProtocol: version,
    runtimeHostProtocol: version,
    runtimeCommitteeProtocol: version,
  };
  const descriptor = {v: 1, handler: "some-upgrade", target, epoch: asEpoch(1n)};
  return {v: 1, descriptor, upgradeHeight, lastCompletedStage: 0n};
}

async function emptyBlock(chain: Application): Promise<void> {
  chain.beginBlock(blockAt(1n));
  chain.endBlock();
  await chain.commit();
}

function damaged(raw: Uint8Array): Uint8Array {
  const copy = raw.slice();
  const at = copy.length - 1;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

function haltCode(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof HaltError) return error.code;
  }
  return "goes on";
}
