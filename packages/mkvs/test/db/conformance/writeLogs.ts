import {utf8} from "@oasis-node/primitives/bytes";
import {emptyHash} from "@oasis-node/primitives/hash";
import {expect, test} from "vitest";
import {type NodeDb, nodeDbErrors} from "../../../src/db/index.ts";
import {type Root, rootTypes} from "../../../src/node/index.ts";
import {commit, namespace, text} from "../fixtures.ts";
import type {Backend} from "./backend.ts";
import {expectThrown, other} from "./expectations.ts";

export function describeWriteLogs(db: () => NodeDb, backend: Backend): void {
  const log = (start: Root, end: Root, from = db()): [string, string | null][] =>
    [...from.getWriteLog(start, end)].map(({key, value}) => [
      text(key ?? utf8("?")),
      value === null ? null : text(value),
    ]);
  const empty = (version: bigint, type: number): Root => ({namespace, version, type, hash: emptyHash});

  test("tell the changes of one hop, with empty values and removals", async () => {
    const first = await commit(db(), 1n, {a: "1", b: "2", ab: "3"});
    const second = await commit(db(), 2n, {a: "", b: null, c: "4"}, {from: first});
    expect(log(empty(1n, rootTypes.state), first).sort()).toEqual([
      ["a", "1"],
      ["ab", "3"],
      ["b", "2"],
    ]);
    expect(log(first, second).sort()).toEqual([
      ["a", ""],
      ["b", null],
      ["c", "4"],
    ]);
  });

  test("follow two hops within a version, newest first, and no more", async () => {
    const type = rootTypes.io;
    const one = await commit(db(), 1n, {a: "1"}, {type});
    const two = await commit(db(), 1n, {b: "2"}, {type, from: one});
    const three = await commit(db(), 1n, {c: "3"}, {type, from: two});
    expect(log(empty(1n, type), two)).toEqual([
      ["b", "2"],
      ["a", "1"],
    ]);
    expect(log(one, three)).toEqual([
      ["c", "3"],
      ["b", "2"],
    ]);
    expectThrown(() => log(empty(1n, type), three), nodeDbErrors.writeLogNotFound);
  });

  test("fail with the error that says why", async () => {
    const first = await commit(db(), 1n, {a: "1"});
    await db().finalize([first]);
    const second = await commit(db(), 2n, {b: "1"}, {from: first});
    await db().finalize([second]);
    expectThrown(() => log(second, first), nodeDbErrors.rootMustFollowOld);
    expectThrown(() => log(first, {...second, hash: other.hash}), nodeDbErrors.rootNotFound);
    await db().prune(1n);
    expect(log(first, second)).toEqual([["b", "1"]]);
    expectThrown(() => log(empty(1n, rootTypes.state), first), nodeDbErrors.writeLogNotFound);
  });

  test("are not kept when not wanted", async () => {
    await backend.close();
    const without = await backend.open({discardWriteLogs: true});
    const root = await commit(without, 1n, {a: "1"});
    expectThrown(() => log(empty(1n, rootTypes.state), root, without), nodeDbErrors.writeLogNotFound);
  });
}
