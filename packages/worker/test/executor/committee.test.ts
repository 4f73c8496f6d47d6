import {equal} from "@oasis-node/primitives/bytes";
import {decode} from "@oasis-node/primitives/cbor";
import {isEmptyHash} from "@oasis-node/primitives/hash";
import {executionModes} from "@oasis-node/runtime/protocol";
import type {Runtime} from "@oasis-node/state-transition/registry";
import {type Block, ComputeBody, headerTypes} from "@oasis-node/state-transition/roothash";
import {afterEach, describe, expect, test} from "vitest";
import {ExecutorNetwork, type NetworkOptions, type TestNode} from "../support/executorNetwork.ts";

let network: ExecutorNetwork | null = null;

/** Begins with the block that follows the first epoch. */
async function start(options: Partial<NetworkOptions> = {}): Promise<ExecutorNetwork> {
  network = await ExecutorNetwork.start({nodes: 4, ...options});
  await network.until(() => network?.nodes.every(({isAvailable}) => isAvailable()) ?? false);
  return network;
}

afterEach(async () => {
  await network?.stop();
  network = null;
});

/** Two workers and a backup worker who is none of them; the first round of the epoch is done. */
async function startWithBackup(options: Partial<NetworkOptions> = {}) {
  const net = await start(options);
  await net.electUntil(hasOwnBackup);
  await net.until(() => hasBegun(net));
  const [backup] = net.members("backupWorker");
  if (backup === undefined) throw new RangeError("no backup worker");
  const workers = net.members("worker");
  const scheduler = net.scheduler;
  const other = workers.find((worker) => worker !== scheduler);
  if (other === undefined) throw new RangeError("no second worker");
  return {net, backup, workers, scheduler, other, after: net.blocks.length};
}

/** Whether the first round of the epoch is final, and all have seen it. */
function hasBegun(net: ExecutorNetwork): boolean {
  const last = net.blocks.at(-1);
  return net.nodes.every(({follower}) => {
    const header = follower.last?.block.header;
    return header?.headerType === headerTypes.normal && header.round === last?.header.round;
  });
}

function hasOwnBackup(net: ExecutorNetwork): boolean {
  const workers = net.members("worker");
  return net.members("backupWorker").every((node) => !workers.includes(node));
}

const isNormal = ({header}: Block) => header.headerType === headerTypes.normal;
const isFailed = ({header}: Block) => header.headerType === headerTypes.roundFailed;
/** A round in which something was executed. */
const isFull = (block: Block) => isNormal(block) && !isEmptyHash(block.header.ioRoot);

/** Rounds that end in time, however busy the machine is. */
const slow = (runtime: Runtime): Runtime => ({
  ...runtime,
  executor: {...runtime.executor, roundTimeout: 100n},
});

/** Rounds that are given up soon. */
const quick = (runtime: Runtime): Runtime => ({
  ...runtime,
  executor: {...runtime.executor, roundTimeout: 15n},
});

function discrepancies(net: ExecutorNetwork): boolean[] {
  return net.events.flatMap(({executionDiscrepancyDetected}) => executionDiscrepancyDetected?.timeout ?? []);
}

function commitments(net: ExecutorNetwork, node: TestNode, round: bigint): ComputeBody[] {
  return net.events.flatMap(({executorCommitted}) => {
    const commit = executorCommitted?.commit;
    if (commit == null || !equal(commit.signature.publicKey, node.key)) return [];
    const body = decode(ComputeBody, commit.untrustedRawValue ?? new Uint8Array());
    return body.header.round === round ? [body] : [];
  });
}

function executedIn(node: TestNode, round: bigint) {
  return node.runtime.executed.filter((batch) => batch.round + 1n === round).map(({inputs}) => inputs);
}

describe("a committee of executors on a real chain", {timeout: 60_000}, () => {
  test("makes the first round of an epoch without transactions, then one of a transaction", async () => {
    const {net, workers, after} = await startWithBackup({runtime: slow});
    net.submit("hello");
    const block = await net.untilBlock(isFull, after);
    for (const worker of workers) {
      expect(executedIn(worker, block.header.round)).toEqual([["hello"]]);
      expect(commitments(net, worker, block.header.round)).toHaveLength(1);
    }
    expect(discrepancies(net)).toEqual([]);
    await net.until(() => workers.every(({worker}) => worker.poolSize === 0));
  });

  test("can be one node alone", async () => {
    const net = await start({
      nodes: 1,
      runtime: (runtime) => ({
        ...slow(runtime),
        executor: {...slow(runtime).executor, groupSize: 1, groupBackupSize: 0},
      }),
    });
    await net.electUntil(() => true);
    await net.until(() => hasBegun(net));
    for (const name of ["first", "second", "third"]) {
      const after = net.blocks.length;
      net.submit(name);
      const block = await net.untilBlock(isFull, after);
      expect(executedIn(net.scheduler, block.header.round)).toEqual([[name]]);
    }
    expect(net.nodes[0]?.runtime.heights.length).toBeGreaterThan(0);
  });

  test("does not execute twice what was scheduled of late, nor what the runtime refuses", async () => {
    const {net, workers, after} = await startWithBackup({runtime: slow});
    net.submit("bad one");
    net.submit("good");
    const block = await net.untilBlock(isFull, after);
    net.submit("good", net.nodes[1]);
    net.submit("later");
    const next = await net.untilBlock(
      ({header}) => header.round > block.header.round && header.headerType === 1,
    );
    expect(executedIn(workers[0] as TestNode, block.header.round)).toEqual([["good"]]);
    expect(executedIn(workers[0] as TestNode, next.header.round)).toEqual([["later"]]);
  });

  test("lets a backup worker decide when a worker has another result", async () => {
    const {net, backup, other, after} = await startWithBackup({runtime: slow});
    other.runtime.fault = "wrongState";
    net.submit("hello");
    const block = await net.untilBlock(isFull, after);
    expect(discrepancies(net)).toEqual([false]);
    expect(executedIn(backup, block.header.round)).toEqual([["hello"]]);
    expect(executedIn(other, block.header.round)).toEqual([["hello"]]);
  });

  test("fails the round when the scheduler has another result than backup workers", async () => {
    const {net, scheduler, backup, after} = await startWithBackup({runtime: slow});
    scheduler.runtime.fault = "wrongState";
    net.submit("hello");
    const block = await net.untilBlock(isFailed, after);
    expect(discrepancies(net)).toEqual([false]);
    expect(executedIn(backup, block.header.round)).toEqual([["hello"]]);
    scheduler.runtime.fault = null;
    const again = await net.untilBlock(isFull, after);
    expect(again.header.round).toBeGreaterThan(block.header.round);
  });

  test("finds a discrepancy when a worker has failed", async () => {
    const {net, backup, other, after} = await startWithBackup({runtime: slow});
    other.runtime.fault = "fails";
    net.submit("hello");
    const block = await net.untilBlock(isFull, after);
    expect(discrepancies(net)).toEqual([false]);
    expect(commitments(net, other, block.header.round).map(({failure}) => failure)).toEqual([1]);
    expect(executedIn(backup, block.header.round)).toEqual([["hello"]]);
  });

  test("fails the round of a scheduler that has failed", async () => {
    const {net, scheduler, backup, after} = await startWithBackup({runtime: slow});
    scheduler.runtime.fault = "fails";
    net.submit("hello");
    const failed = await net.untilBlock(isFailed, after);
    expect(commitments(net, scheduler, failed.header.round).map(({failure}) => failure)).toEqual([1]);
    expect(executedIn(backup, failed.header.round)).toEqual([["hello"]]);
    scheduler.runtime.fault = null;
    await net.untilBlock(isFull, after);
  });

  test("fails the round of a scheduler that does not come to an end", async () => {
    const {net, scheduler, after} = await startWithBackup({runtime: quick});
    scheduler.runtime.fault = "hangs";
    net.submit("hello");
    const failed = await net.untilBlock(isFailed, after);
    expect(commitments(net, scheduler, failed.header.round)).toEqual([]);
    await net.untilBlock(isFull, after);
  });

  test("tells of storage that is down", async () => {
    const {net, other, after} = await startWithBackup({runtime: slow});
    other.storage.isDown = true;
    net.submit("hello");
    const block = await net.untilBlock(isFull, after);
    expect(commitments(net, other, block.header.round).map(({failure}) => failure)).toEqual([2]);
    expect(discrepancies(net)).toEqual([false]);
  });

  test("waits for a straggler until the round times out, then has backup workers decide", async () => {
    const {net, other, backup, after} = await startWithBackup({runtime: quick});
    other.runtime.fault = "hangs";
    net.submit("hello");
    const block = await net.untilBlock(isFull, after);
    expect(discrepancies(net)).toEqual([true]);
    expect(commitments(net, other, block.header.round)).toEqual([]);
    expect(executedIn(backup, block.header.round)).toEqual([["hello"]]);
    // The next block has the straggler given up; its runtime does not listen and is started again.
    await net.until(() => other.runtime.starts > 1);
    expect(other.runtime.aborts).toBeGreaterThan(0);
  });

  test("does without stragglers that are allowed", async () => {
    const {net, other, after} = await startWithBackup({
      runtime: (runtime) => ({
        ...quick(runtime),
        executor: {...quick(runtime).executor, allowedStragglers: 1},
      }),
    });
    other.runtime.fault = "hangs";
    net.submit("hello");
    await net.untilBlock(isFull, after);
    expect(discrepancies(net)).toEqual([]);
  });

  test("skips a scheduler who has not heard of the transactions", async () => {
    const {net, scheduler, other, backup, after} = await startWithBackup({runtime: slow});
    net.isCut = (_, to) => equal(to, scheduler.key);
    net.submit("hello", other);
    const failed = await net.untilBlock(isFailed, after);
    for (const node of [scheduler, other, backup]) expect(executedIn(node, failed.header.round)).toEqual([]);
    expect(discrepancies(net)).toEqual([]);
    net.isCut = () => false;
    const block = await net.untilBlock(isFull, after);
    expect(executedIn(other, block.header.round)).toEqual([["hello"]]);
  });

  test("loses the round of a scheduler whose proposal does not arrive", async () => {
    const {net, scheduler, other, after} = await startWithBackup({runtime: quick});
    net.isCut = (from) => equal(from, scheduler.key);
    net.submit("hello", other);
    const failed = await net.untilBlock(isFailed, after);
    expect(executedIn(scheduler, failed.header.round)).toEqual([["hello"]]);
    expect(executedIn(other, failed.header.round)).toEqual([]);
    // The scheduler has committed, so that it is the others who are late.
    expect(discrepancies(net)).toEqual([true]);
  });

  test("executes what a backup worker only hears of after the discrepancy", async () => {
    const {net, backup, other, after} = await startWithBackup({runtime: slow});
    other.runtime.fault = "fails";
    net.isCut = (_, to) => equal(to, backup.key);
    net.submit("hello");
    await net.until(() => backup.logger.count("execution discrepancy detected") > 0);
    net.isCut = () => false;
    // Nobody sends again what all others have seen: the proposal comes to it once more from the one who made it.
    net.republish();
    const block = await net.untilBlock(isFull, after);
    expect(executedIn(backup, block.header.round)).toEqual([["hello"]]);
  });

  test("keeps a batch until its block comes", async () => {
    const net = await start({
      runtime: (runtime) => ({...slow(runtime), executor: {...slow(runtime).executor, groupSize: 1}}),
    });
    await net.electUntil(hasOwnBackup);
    await net.until(() => hasBegun(net));
    const [backup] = net.members("backupWorker");
    if (backup === undefined) throw new RangeError("no backup worker");
    const release = Promise.withResolvers<void>();
    backup.view.held = release.promise;
    net.isCut = (_, to) => equal(to, backup.key);
    const after = net.blocks.length;
    net.submit("first");
    const block = await net.untilBlock(isFull, after);
    net.isCut = () => false;
    net.submit("second");
    await net.untilBlock((next) => isFull(next) && next.header.round > block.header.round);
    await net.until(() => backup.worker.phase === "waitingForBlock");
    backup.view.held = null;
    release.resolve();
    await net.until(() => backup.worker.phase === "waitingForBatch");
    const steps = backup.logger.lines
      .filter(({message}) => message === "state transition")
      .map(({fields}) => fields.new_state);
    expect(steps.slice(-3)).toEqual(["waitingForBlock", "waitingForEvent", "waitingForBatch"]);
  });

  test("gives up a batch when an epoch begins, and executes it in the new one", async () => {
    const {net, workers, after} = await startWithBackup({runtime: slow});
    for (const worker of workers) worker.runtime.fault = "hangs";
    net.submit("hello");
    await net.until(() => workers.every(({runtime}) => runtime.executed.length > 0));
    await net.until(() => workers.every(({worker}) => worker.phase === "processingBatch"));
    for (const worker of workers) worker.runtime.fault = null;
    await net.electUntil(() => true);
    const transition = await net.untilBlock(
      ({header}) => header.headerType === headerTypes.epochTransition,
      after,
    );
    for (const worker of workers) expect(worker.logger.count("aborting batch")).toBeGreaterThan(0);
    const block = await net.untilBlock(isNormal, net.blocks.indexOf(transition));
    expect(block.header.round).toBeGreaterThan(transition.header.round);
  });

  test("lets the runtime choose transactions", async () => {
    const {net, workers} = await startWithBackup({runtime: slow, mock: {initialBatchSize: 1}});
    for (const name of ["reject this one", "first one", "second", "third"]) net.submit(name);
    const batches = (mode: number) =>
      workers.flatMap(({runtime}) => runtime.executed.filter((batch) => batch.mode === mode));
    const {execute, schedule} = executionModes;
    const executed = () => batches(execute).flatMap(({inputs}) => inputs);
    await net.until(() => ["first one", "second", "third"].every((name) => executed().includes(name)));
    expect(executed()).not.toContain("reject this one");
    for (const {inputs} of batches(schedule)) expect(inputs.length).toBeLessThanOrEqual(1);
    await net.until(() => workers.every(({worker}) => worker.poolSize === 0));
    expect(discrepancies(net)).toEqual([]);
  });

  test("withdraws the role while the runtime does not run", async () => {
    const {net, other} = await startWithBackup({runtime: slow});
    other.runtime.fault = "dies";
    net.submit("hello");
    await net.until(() => other.logger.count("runtime has ended unexpectedly") > 0);
    await net.until(() => !other.isAvailable());
    other.runtime.fault = null;
    await net.until(() => other.isAvailable());
  });
});
