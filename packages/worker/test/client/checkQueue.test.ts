import {utf8} from "@oasis-node/primitives/bytes";
import type {RuntimeHostError} from "@oasis-node/rpc/services";
import {expect, test} from "vitest";
import {CheckQueue, maxCheckedBytes, maxCheckedTransactions} from "../../src/client/checkQueue.ts";

interface Asked {
  readonly inputs: readonly Uint8Array[];
  readonly signal: AbortSignal;
  answer(results: readonly (RuntimeHostError | null)[]): void;
  fail(error: unknown): void;
}

/** A queue, and what it asks the runtime. */
function make(limits = {maxPending: 10_000, maxPendingBytes: 1 << 30}) {
  const asked: Asked[] = [];
  const queue = new CheckQueue((inputs, signal) => {
    const {promise, resolve, reject} = Promise.withResolvers<readonly (RuntimeHostError | null)[]>();
    asked.push({inputs, signal, answer: resolve, fail: reject});
    return promise;
  }, limits);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {queue, asked, turn};
}

const refusal = {module: "test", code: 1, message: "no"};
const bytes = (count: number) => Array.from({length: count}, (_, index) => utf8(`${index}`));

test("what comes while the runtime is busy is checked together, each with its own answer", async () => {
  const {queue, asked, turn} = make();
  const answers = bytes(3).map((data) => queue.check(data));
  expect(asked.map(({inputs}) => inputs.length)).toEqual([1]);
  asked[0]?.answer([null]);
  expect(await answers[0]).toBeNull();
  await turn();
  expect(asked[1]?.inputs).toEqual(bytes(3).slice(1));
  asked[1]?.answer([refusal, null]);
  expect(await Promise.all(answers)).toEqual([null, refusal, null]);
  const later = queue.check(utf8("later"));
  asked[2]?.answer([refusal]);
  expect(await later).toEqual(refusal);
});

test("a batch has as many as may be, by number and by bytes", async () => {
  const {queue, asked, turn} = make();
  const first = queue.check(utf8("first"));
  const many = bytes(maxCheckedTransactions + 1).map((data) => queue.check(data));
  const large = [maxCheckedBytes + 1, maxCheckedBytes - 1, 1, 1].map((size) =>
    queue.check(new Uint8Array(size)),
  );
  const sizes: number[] = [];
  for (let at = 0; at < 6; at++) {
    const one = asked[at];
    if (one === undefined) break;
    sizes.push(one.inputs.length);
    one.answer(one.inputs.map(() => null));
    await turn();
  }
  expect(sizes).toEqual([1, maxCheckedTransactions, 1, 1, 2, 1]);
  await Promise.all([first, ...many, ...large]);
});

test("whoever has left is not checked, and a batch of which all have left is given up", async () => {
  const {queue, asked, turn} = make();
  const controllers = [0, 1, 2].map(() => new AbortController());
  const answers = controllers.map(({signal}, index) =>
    queue.check(utf8(String(index)), signal).catch((error: unknown) => error),
  );
  controllers[1]?.abort(new RangeError("enough"));
  expect(await answers[1]).toBeInstanceOf(RangeError);
  expect(asked[0]?.signal.aborted).toBe(false);
  controllers[0]?.abort(new RangeError("enough"));
  expect(asked[0]?.signal.aborted).toBe(true);
  asked[0]?.fail(new RangeError("given up"));
  await turn();
  expect(asked[1]?.inputs).toEqual([utf8("2")]);
  asked[1]?.answer([null]);
  expect(await answers[2]).toBeNull();
  await expect(queue.check(utf8("x"), controllers[0]?.signal)).rejects.toThrow("enough");
});

test("a check that fails is the failure of all of its batch, and of no other", async () => {
  const {queue, asked, turn} = make();
  const answers = bytes(3).map((data) => queue.check(data).catch((error: unknown) => error));
  asked[0]?.fail(new RangeError("gone"));
  expect(await answers[0]).toBeInstanceOf(RangeError);
  await turn();
  asked[1]?.answer([null, null]);
  expect(await Promise.all(answers.slice(1))).toEqual([null, null]);
});

test("no more wait than may", async () => {
  const {queue, asked, turn} = make({maxPending: 2, maxPendingBytes: 10});
  const answers = bytes(3).map((data) => queue.check(data));
  await expect(queue.check(utf8("x"))).rejects.toMatchObject({code: "tooManyPending"});
  asked[0]?.answer([null]);
  await turn();
  // The others are with the runtime, and there is room again.
  answers.push(queue.check(new Uint8Array(10)));
  await expect(queue.check(utf8("x"))).rejects.toMatchObject({code: "tooManyPending"});
  asked[1]?.answer([null, null]);
  await turn();
  asked[2]?.answer([null]);
  expect(await Promise.all(answers)).toEqual([null, null, null, null]);
});
