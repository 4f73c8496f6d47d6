import {BytesMap, utf8} from "@oasis-node/primitives/bytes";
import {asHeight, asRound} from "@oasis-node/primitives/epoch";
import {emptyHash, type Hash, hashOf} from "@oasis-node/primitives/hash";
import {describe, expect, test} from "vitest";
import {type Inclusion, type SubmissionEffect, Submissions} from "../../src/client/submissions.ts";

const limits = {maxAge: 30n, maxPending: 3, maxPendingBytes: 1000, maxUnread: 2};
const [one, two] = [utf8("one"), utf8("two")];

/** Submissions that know height 100 and group version 90. */
function started(): Submissions {
  const submissions = new Submissions(limits);
  submissions.step({kind: "consensusBlock", height: asHeight(100n)});
  submissions.step({kind: "version", height: asHeight(100n), version: asHeight(90n)});
  return submissions;
}

function submit(submissions: Submissions, data: Uint8Array, waiter: number | null): SubmissionEffect[] {
  return submissions.step({kind: "submitted", hash: hashOf(data), data, waiter});
}

function block(submissions: Submissions, round: bigint, more: {beginsEpoch?: boolean; ioRoot?: Hash} = {}) {
  const {beginsEpoch = false, ioRoot = hashOf(utf8(String(round)))} = more;
  const io = {round: asRound(round), ioRoot};
  return submissions.step({kind: "runtimeBlock", height: asHeight(100n + round), beginsEpoch, io});
}

function found(data: Uint8Array, round: bigint): BytesMap<Hash, Inclusion> {
  return new BytesMap([[hashOf(data), {round: asRound(round), batchOrder: 0, output: null}]]);
}

const kinds = (effects: readonly SubmissionEffect[]) => effects.map(({kind}) => kind);

describe("transactions", () => {
  test("wait for the first block and its group version before they go out", () => {
    const submissions = new Submissions(limits);
    expect(submit(submissions, one, 1)).toEqual([]);
    expect(submissions.step({kind: "consensusBlock", height: asHeight(100n)})).toEqual([
      {kind: "askVersion", height: 100n},
    ]);
    expect(submissions.step({kind: "version", height: asHeight(100n), version: asHeight(90n)})).toEqual([
      {kind: "publish", data: one, groupVersion: 90n},
    ]);
    // Their time begins with that block.
    expect(submissions.step({kind: "consensusBlock", height: asHeight(129n)})).toEqual([]);
    expect(submissions.step({kind: "consensusBlock", height: asHeight(130n)})).toEqual([
      {kind: "settle", waiters: [1], inclusion: null},
    ]);
  });

  test("expire after their blocks, one submitted again later", () => {
    const submissions = started();
    submit(submissions, one, 1);
    submit(submissions, two, 2);
    submissions.step({kind: "consensusBlock", height: asHeight(110n)});
    submit(submissions, one, 3);
    expect(submissions.step({kind: "consensusBlock", height: asHeight(130n)})).toEqual([
      {kind: "settle", waiters: [2], inclusion: null},
    ]);
    expect(submissions.step({kind: "consensusBlock", height: asHeight(140n)})).toEqual([
      {kind: "settle", waiters: [1, 3], inclusion: null},
    ]);
    expect(submissions.pending).toBe(0);
  });

  test("go out again with the version of the next epoch, and only then", () => {
    const submissions = started();
    submit(submissions, one, 1);
    submit(submissions, two, null);
    expect(block(submissions, 1n, {beginsEpoch: true, ioRoot: emptyHash})).toEqual([
      {kind: "askVersion", height: 101n},
    ]);
    expect(submissions.step({kind: "version", height: asHeight(101n), version: asHeight(101n)})).toEqual([
      {kind: "publish", data: one, groupVersion: 101n},
      {kind: "publish", data: two, groupVersion: 101n},
    ]);
    block(submissions, 2n, {beginsEpoch: true, ioRoot: emptyHash});
    expect(submissions.step({kind: "version", height: asHeight(102n), version: asHeight(101n)})).toEqual([]);
  });

  test("have room up to the limits; one that waits needs none", () => {
    const submissions = started();
    submit(submissions, one, null);
    submit(submissions, new Uint8Array(990), null);
    expect(submissions.hasRoomFor(hashOf(two), new Uint8Array(8))).toBe(false);
    expect(submissions.hasRoomFor(hashOf(two), new Uint8Array(7))).toBe(true);
    expect(submissions.hasRoomFor(hashOf(one), one)).toBe(true);
    submit(submissions, two, null);
    expect(submissions.hasRoomFor(hashOf(utf8("x")), utf8("x"))).toBe(false);
    block(submissions, 1n);
    submissions.step({kind: "lookedUp", found: found(one, 1n)});
    expect(submissions.hasRoomFor(hashOf(utf8("x")), new Uint8Array(7))).toBe(true);
    expect(submissions.hasRoomFor(hashOf(utf8("x")), new Uint8Array(8))).toBe(false);
  });

  test("that nobody waits for any more are still looked for", () => {
    const submissions = started();
    submit(submissions, one, 1);
    submissions.step({kind: "left", hash: hashOf(one), waiter: 1});
    expect(kinds(block(submissions, 1n))).toEqual(["lookUp"]);
    expect(submissions.step({kind: "lookedUp", found: found(one, 1n)})).toMatchObject([{waiters: []}]);
  });
});

describe("the group version", () => {
  test("is asked for again with the next block when there was no answer", () => {
    const submissions = new Submissions(limits);
    submissions.step({kind: "consensusBlock", height: asHeight(100n)});
    expect(submissions.step({kind: "version", height: asHeight(100n), version: null})).toEqual([]);
    expect(submissions.step({kind: "consensusBlock", height: asHeight(101n)})).toEqual([
      {kind: "askVersion", height: 100n},
    ]);
  });

  test("of an epoch that began in between is asked for once the answer is there", () => {
    const submissions = new Submissions(limits);
    submissions.step({kind: "consensusBlock", height: asHeight(100n)});
    expect(block(submissions, 1n, {beginsEpoch: true})).toEqual([]);
    expect(submissions.step({kind: "version", height: asHeight(100n), version: asHeight(90n)})).toEqual([
      {kind: "askVersion", height: 101n},
    ]);
  });
});

describe("rounds", () => {
  test("are read one at a time, and only while something waits", () => {
    const submissions = started();
    expect(block(submissions, 1n)).toEqual([]);
    submit(submissions, one, 1);
    expect(block(submissions, 2n, {ioRoot: emptyHash})).toEqual([]);
    expect(block(submissions, 3n)).toMatchObject([{kind: "lookUp", io: {round: 3n}, hashes: [hashOf(one)]}]);
    expect(block(submissions, 4n)).toEqual([]);
    expect(submissions.step({kind: "lookedUp", found: new BytesMap()})).toMatchObject([
      {kind: "lookUp", io: {round: 4n}},
    ]);
    expect(submissions.step({kind: "lookedUp", found: found(one, 4n)})).toMatchObject([
      {kind: "settle", waiters: [1], inclusion: {round: 4n}},
    ]);
  });

  test("are not read for what has been found", () => {
    const submissions = started();
    submit(submissions, one, 1);
    block(submissions, 1n);
    block(submissions, 2n);
    expect(kinds(submissions.step({kind: "lookedUp", found: found(one, 1n)}))).toEqual(["settle"]);
    submit(submissions, two, 2);
    expect(submissions.step({kind: "recheck"})).toEqual([]);
  });

  test("that could not be read are tried again later and later, and with each block", () => {
    const submissions = started();
    submit(submissions, one, 1);
    block(submissions, 1n);
    expect(submissions.step({kind: "lookedUp", found: null})).toEqual([
      {kind: "recheckLater", milliseconds: 5000},
    ]);
    expect(submissions.step({kind: "recheck"})).toMatchObject([{kind: "lookUp", io: {round: 1n}}]);
    expect(submissions.step({kind: "lookedUp", found: null})).toEqual([
      {kind: "recheckLater", milliseconds: 7500},
    ]);
    expect(block(submissions, 2n)).toMatchObject([{kind: "lookUp", io: {round: 1n}}]);
    expect(submissions.step({kind: "lookedUp", found: new BytesMap()})).toMatchObject([
      {kind: "lookUp", io: {round: 2n}},
    ]);
    expect(submissions.step({kind: "lookedUp", found: found(one, 2n)})).toHaveLength(1);
    expect(submissions.step({kind: "recheck"})).toEqual([]);
    // All was read in between: the pauses begin anew.
    submit(submissions, two, 2);
    block(submissions, 3n);
    expect(submissions.step({kind: "lookedUp", found: null})).toEqual([
      {kind: "recheckLater", milliseconds: 5000},
    ]);
  });

  test("that pile up unread are given up, the earliest first", () => {
    const submissions = started();
    submit(submissions, one, 1);
    block(submissions, 1n);
    expect([block(submissions, 2n), block(submissions, 3n)]).toEqual([[], []]);
    expect(block(submissions, 4n)).toEqual([{kind: "forget", round: 2n}]);
  });
});
