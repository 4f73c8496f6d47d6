import type {Tree} from "@oasis-node/mkvs/tree";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {type Commit, makeCommit, pointFromBytes} from "@oasis-node/primitives/pvss";
import {beforeAll, describe, expect, test} from "vitest";
import {BeaconParameters, PvssCommit, PvssReveal, pvssRoundStates} from "../../src/beacon/index.ts";
import {BeaconState} from "../../src/beacon/state.ts";
import type {Node} from "../../src/node/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {eventsOf, register} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {
  at,
  begin,
  commitBody,
  dealerOf,
  deliver,
  freezeEnd,
  type Member,
  members,
  roundOf,
  run,
  stakeOf,
  world,
} from "./world.ts";

const [first, second, , fourth] = members as [Member, Member, Member, Member];
const [commitMethod, revealMethod] = ["beacon.PVSSCommit", "beacon.PVSSReveal"] as const;

/** The second participant's good commit to the first round. */
let good: Commit;

beforeAll(() => {
  const tree = started();
  good = makeCommit(roundOf(tree).instance, dealerOf(tree, second)).commit;
});

/** A chain whose first round has begun, in block 2. */
function started(): Tree {
  const tree = world();
  begin(tree, 2n);
  return tree;
}

/** Result of the transaction in block 3, and whether its sender was punished. */
function verdict(
  tree: Tree,
  method: typeof commitMethod | typeof revealMethod,
  body: Uint8Array | null,
): string {
  const result = resultOf(() => deliver(tree, 3n, second, method, body));
  const isSlashed = stakeOf(tree, second) === 60n;
  expect(isSlashed).toBe(freezeEnd(tree, second) === 6n);
  return `${result} ${isSlashed ? "slashed" : "spared"}`;
}

function withState(tree: Tree, state: number): Tree {
  new BeaconState(tree).setPvssState({...roundOf(tree), state});
  return tree;
}

describe("who may send beacon transactions", () => {
  test("in a block the proposer, once, even when it fails", () => {
    const tree = started();
    const body = commitBody(tree, good);
    const attempt = (proposer: Member | null): string => {
      const context = at(tree, {height: 3n, mode: "deliverTx", ...(proposer === null ? {} : {proposer})});
      return resultOf(() => run(context, second, commitMethod, body));
    };
    expect([null, first].map(attempt)).toEqual(["unknown/1", "unknown/1"]);
    const context = at(tree, {height: 3n, mode: "deliverTx", proposer: second});
    const late = encode(PvssCommit, {epoch: asEpoch(9n), round: 0n, commit: good});
    expect(resultOf(() => run(context, second, commitMethod, late))).toBe("unknown/1");
    expect(() => run(context, second, commitMethod, body)).toThrow(/multiple beacon txes/);
    expect(stakeOf(tree, second)).toBe(100n);
  });

  test("in the mempool the node itself, whose transaction is executed whole there", () => {
    const tree = started();
    const body = commitBody(tree, good);
    const foreign = at(tree, {height: 3n, mode: "checkTx", ownKey: first.id});
    expect(() => run(foreign, second, commitMethod, body)).toThrow(/non-local/);
    expect(() => run(at(tree, {height: 3n, mode: "checkTx"}), second, commitMethod, body)).toThrow(
      /non-local/,
    );
    run(at(tree, {height: 3n, mode: "checkTx", ownKey: second.id}), second, commitMethod, body);
    expect(roundOf(tree).instance.commits?.size).toBe(1);
  });

  test("in a simulation anybody", () => {
    const tree = started();
    run(at(tree, {height: 3n, mode: "simulateTx"}), second, commitMethod, commitBody(tree, good));
    expect(roundOf(tree).instance.commits?.size).toBe(1);
  });

  test("nobody with the insecure backend", () => {
    const tree = world(BeaconParameters.make({backend: "insecure"}));
    expect(() => deliver(tree, 3n, second, commitMethod, null)).toThrow(/invalid method/);
  });
});

describe("who takes part", () => {
  const refusal =
    (tree: Tree, member: Member): (() => unknown) =>
    () =>
      deliver(tree, 3n, member, commitMethod, commitBody(tree, good));

  test("nobody without a round", () => {
    expect(() => deliver(world(), 3n, second, commitMethod, null)).toThrow(/no PVSS state/);
  });

  test("a registered node with a point, not excluded, drawn for the round, whose point is still the same", () => {
    expect(refusal(started(), fourth)).toThrow(/not a participant/);
    const tree = started();
    const round = roundOf(tree);
    const excluding = {...round, badParticipants: new BytesMap([[second.id, true] as const])};
    new BeaconState(tree).setPvssState(excluding);
    expect(refusal(tree, second)).toThrow(/bad participant/);
    new BeaconState(tree).setPvssState(round);
    const registry = new RegistryState(tree);
    const node = registry.node(second.id);
    if (node === null) throw new TypeError("no node");
    const change = (beacon: Node["beacon"]): void => {
      register(tree, second.entity, [{...node, beacon}]);
    };
    change(null);
    expect(refusal(tree, second)).toThrow(/missing beacon metadata/);
    change({point: pointFromBytes(fourth.point)});
    expect(refusal(tree, second)).toThrow(/point updated/);
    expect(stakeOf(tree, second)).toBe(100n);
  });
});

describe("a commit", () => {
  test("is stored with the whole round", () => {
    const tree = started();
    const context = deliver(tree, 3n, second, commitMethod, commitBody(tree, good));
    expect(context.events).toEqual([]);
    expect(roundOf(tree).instance.commits?.get(1n)).toEqual({commit: good, decryptedShare: null});
  });

  test("is refused by the table of the reference, in its order", () => {
    const bodies: readonly (readonly [string, (tree: Tree) => Uint8Array | null, string])[] = [
      ["no body", () => null, "slashed"],
      ["malformed", () => Uint8Array.of(0xff), "slashed"],
      ["other epoch", () => encode(PvssCommit, {epoch: asEpoch(3n), round: 0n, commit: null}), "spared"],
      ["other round", () => encode(PvssCommit, {epoch: asEpoch(2n), round: 1n, commit: null}), "spared"],
      ["no commit", (tree) => commitBody(tree, null), "slashed"],
      ["of another", (tree) => commitBody(tree, {...good, index: 0n}), "slashed"],
      ["wrong", (tree) => commitBody(tree, {...good, shares: (good.shares ?? []).toReversed()}), "slashed"],
      ["no shares", (tree) => commitBody(tree, {...good, shares: null}), "slashed"],
    ];
    for (const [name, body, expected] of bodies) {
      const tree = started();
      expect([name, verdict(tree, commitMethod, body(tree))]).toEqual([name, `unknown/1 ${expected}`]);
      const late = withState(started(), pvssRoundStates.reveal);
      expect([name, verdict(late, commitMethod, body(late))]).toEqual([name, "unknown/1 spared"]);
    }
  });

  test("that is repeated is an offence, as in the reference", () => {
    const tree = started();
    const body = commitBody(tree, good);
    expect(verdict(tree, commitMethod, body)).toBe("ok spared");
    expect(verdict(tree, commitMethod, body)).toBe("unknown/1 slashed");
  });
});

describe("a reveal", () => {
  const ofSecond = {index: 1n, decryptedShares: new Map()};
  const body = (reveal: PvssReveal["reveal"], epoch = 2n, round = 0n): Uint8Array =>
    encode(PvssReveal, {epoch: asEpoch(epoch), round, reveal});

  test("is refused by the table of the reference, in its order", () => {
    const {commit, reveal, complete, invalid} = pvssRoundStates;
    const cases: readonly (readonly [string, number, Uint8Array | null, string])[] = [
      ["no body", commit, null, "slashed"],
      ["malformed", complete, Uint8Array.of(0x80), "slashed"],
      ["other epoch", commit, body(null, 3n), "spared"],
      ["other round", commit, body(null, 2n, 1n), "spared"],
      ["no reveal", complete, body(null), "slashed"],
      ["of another", complete, body({...ofSecond, index: 0n}), "slashed"],
      ["early", commit, body(ofSecond), "slashed"],
      ["late", complete, body(ofSecond), "spared"],
      ["in no state", invalid, body(ofSecond), "spared"],
      [
        "of shares there are not",
        reveal,
        body({...ofSecond, decryptedShares: new Map([[0n, null]])}),
        "slashed",
      ],
    ];
    for (const [name, state, raw, expected] of cases) {
      const tree = withState(started(), state);
      expect([name, verdict(tree, revealMethod, raw)]).toEqual([name, `unknown/1 ${expected}`]);
    }
  });

  test("that is repeated is spared, one that is altered is not", () => {
    const tree = withState(started(), pvssRoundStates.complete);
    const round = roundOf(tree);
    const instance = {...round.instance, reveals: new Map([[1n, ofSecond]])};
    new BeaconState(tree).setPvssState({...round, instance});
    expect(verdict(tree, revealMethod, body(ofSecond))).toBe("unknown/1 spared");
    const altered = {index: 1n, decryptedShares: new Map([[0n, null]])};
    expect(verdict(tree, revealMethod, body(altered))).toBe("unknown/1 slashed");
  });
});

describe("the punishment", () => {
  test("is told by an event, and comes once as long as the node is frozen", () => {
    const tree = started();
    const context = at(tree, {height: 3n, mode: "deliverTx", proposer: second});
    expect(resultOf(() => run(context, second, commitMethod, null))).toBe("unknown/1");
    expect(eventsOf(context).map(([name]) => name)).toEqual(["take_escrow"]);
    expect(verdict(tree, commitMethod, null)).toBe("unknown/1 slashed");
    expect(stakeOf(tree, second)).toBe(60n);
  });

  test("fails in the first block, where there is no committed epoch to count from", () => {
    const tree = world();
    begin(tree, 1n);
    expect(() => deliver(tree, 1n, second, commitMethod, null)).toThrow(/no committed state/);
    expect(stakeOf(tree, second)).toBe(100n);
  });
});
