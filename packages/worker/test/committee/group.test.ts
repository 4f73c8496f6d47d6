import {utf8} from "@oasis-node/primitives/bytes";
import {asEpoch, asHeight, asRound} from "@oasis-node/primitives/epoch";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {testSigner} from "@oasis-node/primitives/signers";
import {type Committee, committeeKinds, committeeRoles} from "@oasis-node/state-transition/committee";
import {Node} from "@oasis-node/state-transition/node";
import {Runtime} from "@oasis-node/state-transition/registry";
import {Block, headerTypes} from "@oasis-node/state-transition/roothash";
import {describe, expect, test} from "vitest";
import {
  authenticateMessage,
  checkGroupVersion,
  committeesOf,
  type Group,
  groupOf,
  isExecutorBackup,
  isExecutorMember,
  isExecutorWorker,
  isTransactionScheduler,
  memberKeys,
  membersOf,
  schedulerOf,
  transitionKind,
} from "../../src/committee/index.ts";
import {CommitteeMessage} from "../../src/p2p/index.ts";

const {worker, backupWorker} = committeeRoles;
const key = (name: string) => testSigner(name).publicKey;

function committee(kind: "executor" | "storage", members: readonly (readonly [string, 1 | 2])[]): Committee {
  return {
    kind: committeeKinds[kind],
    members: members.map(([name, role]) => ({role, publicKey: key(name)})),
    runtimeId: testNamespace(utf8("group")),
    validFor: asEpoch(3n),
  };
}

const executor = committee("executor", [
  ["a", worker],
  ["b", backupWorker],
  ["c", worker],
  ["a", backupWorker],
]);
const storage = committee("storage", [["d", worker]]);

function group(own: string, committees: readonly Committee[] = [executor, storage]): Group | null {
  return groupOf({
    epoch: asEpoch(3n),
    version: asHeight(30n),
    runtime: Runtime.zero(),
    ownKey: key(own),
    committees,
    members: ["a", "b", "d"].map((name) => Node.make({id: key(name)})),
  });
}

describe("a group", () => {
  test("knows the node's own roles, of which there can be several", () => {
    const roles = (own: string) => [
      isExecutorMember(group(own)),
      isExecutorWorker(group(own)),
      isExecutorBackup(group(own)),
      group(own)?.storage.roles.length,
    ];
    expect(roles("a")).toEqual([true, true, true, 0]);
    expect(roles("b")).toEqual([true, false, true, 0]);
    expect(roles("c")).toEqual([true, true, false, 0]);
    expect(roles("d")).toEqual([false, false, false, 1]);
    expect([isExecutorMember(null), isExecutorWorker(null), isExecutorBackup(null)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("has workers schedule in turn, by the round of the latest block", () => {
    const all = group("c");
    expect([0n, 1n, 2n].map((round) => schedulerOf(all, asRound(round)))).toEqual([
      key("a"),
      key("c"),
      key("a"),
    ]);
    expect([0n, 1n].map((round) => isTransactionScheduler(all, asRound(round)))).toEqual([false, true]);
    expect(isTransactionScheduler(null, asRound(0n))).toBe(false);
    const idle = group("b", [committee("executor", [["b", backupWorker]]), storage]);
    expect(schedulerOf(idle, asRound(0n))).toBeNull();
  });

  test("is none without one of the committees", () => {
    expect(group("a", [executor])).toBeNull();
    expect(group("a", [storage])).toBeNull();
    expect(group("a", [])).toBeNull();
    // Of several of a kind the last counts, as in the reference.
    expect(group("a", [executor, storage, committee("storage", [["a", worker]])])?.storage.roles).toEqual([
      worker,
    ]);
  });

  test("knows its members, each once", () => {
    expect(memberKeys([executor, storage])).toEqual(["a", "b", "c", "d"].map(key));
    const all = group("a");
    if (all === null) throw new RangeError("no group");
    expect(membersOf(all, "executor").map(({id}) => id)).toEqual([key("a"), key("b")]);
    expect(membersOf(all, "storage").map(({id}) => id)).toEqual([key("d")]);
    const lookup = committeesOf(all);
    expect([lookup(1), lookup(2), lookup(0)]).toEqual([executor, storage, null]);
  });
});

describe("a message to the group", () => {
  const at = (version: bigint) => CommitteeMessage.make({groupVersion: asHeight(version)});

  test.each([
    ["a", 29n, "refused"],
    ["a", 30n, "accepted"],
    ["a", 31n, "accepted"],
    ["d", 29n, "refused"],
    ["d", 31n, "retry"],
  ] as const)("is judged by %s at version %i: %s", (own, version, kind) => {
    expect(authenticateMessage(group(own), at(version)).kind).toBe(kind);
  });

  test("is passed on by who is no member of the executor committee", () => {
    expect(authenticateMessage(group("d"), at(30n))).toMatchObject({kind: "refused", relay: true});
    expect(authenticateMessage(group("a"), at(29n))).toMatchObject({kind: "refused", relay: false});
  });

  test("has to be of the same version when it is handled", () => {
    expect([29n, 30n, 31n].map((version) => checkGroupVersion(group("a"), at(version)).kind)).toEqual([
      "refused",
      "accepted",
      "retry",
    ]);
  });

  test("is for later without a group", () => {
    expect(authenticateMessage(null, at(30n)).kind).toBe("retry");
    expect(checkGroupVersion(null, at(30n)).kind).toBe("retry");
  });
});

test.each([
  [headerTypes.normal, "round", "epoch"],
  [headerTypes.roundFailed, "roundFailed", "epoch"],
  [headerTypes.epochTransition, "epoch", "epoch"],
  [headerTypes.suspended, "suspended", "suspended"],
  [headerTypes.invalid, null, null],
  [5, null, null],
] as const)("a block of type %i means %s, as the first one %s", (headerType, later, first) => {
  const block = {header: {...Block.zero().header, headerType}};
  expect(transitionKind(block, false)).toBe(later);
  expect(transitionKind(block, true)).toBe(first);
});
