import {asEpoch, asHeight, invalidEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import type {Misbehaviour} from "../../src/context/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {slashReasons} from "../../src/stake/index.ts";
import {begin, nodes, ofBob, unknown, validators} from "./validators.ts";
import {bob, escrow, eventsOf, type World, type WorldOptions} from "./world.ts";

describe("misbehaviour of validators", () => {
  const slash = {amount: 30n, freezeInterval: asEpoch(5n)};
  const slashing = new Map([
    [slashReasons.consensusEquivocation, slash],
    [slashReasons.consensusLightClientAttack, {amount: 90n, freezeInterval: invalidEpoch}],
  ]);

  function punished(type: Misbehaviour["type"], options: WorldOptions = {}, address = ofBob): World {
    const made = validators({mode: "beginBlock", parameters: {slashing}, ...options});
    escrow(made.state, bob, 60n);
    const account = made.state.account(bob);
    account.escrow.debonding = {balance: 30n, totalShares: 3n};
    made.state.setAccount(bob, account);
    made.tree.written.length = 0;
    begin(made, unknown, [], [{type, address, height: asHeight(3n)}]);
    return made;
  }

  const frozenUntil = ({tree}: World): bigint | undefined =>
    new RegistryState(tree).nodeStatus(nodes.bob.id)?.freezeEndTime;

  test("takes stake from both pools in proportion and freezes the node", () => {
    const made = punished("duplicateVote");
    const {active, debonding} = made.state.account(bob).escrow;
    expect([active, debonding, made.state.commonPool()]).toEqual([
      {balance: 40n, totalShares: 60n},
      {balance: 20n, totalShares: 3n},
      30n,
    ]);
    expect(frozenUntil(made)).toBe(25n);
    expect(eventsOf(made.context)).toEqual(["take_escrow: owner bob, amount 30"]);
  });

  test("freezes from the epoch of the committed state, not from one that has just begun", () => {
    expect(frozenUntil(punished("duplicateVote", {epochChanged: true}))).toBe(24n);
  });

  test("takes no more than there is and may freeze for good", () => {
    const made = punished("lightClientAttack");
    expect(made.state.commonPool()).toBe(90n);
    expect(frozenUntil(made)).toBe(invalidEpoch);
  });

  test("of a frozen node is not punished again", () => {
    const made = punished("duplicateVote");
    begin(made, unknown, [], [{type: "duplicateVote", address: ofBob, height: asHeight(4n)}]);
    expect(made.state.commonPool()).toBe(30n);
  });

  test("of unknown kind or by unknown nodes is ignored", () => {
    expect(punished("unknown").tree.written).toEqual(["58"]);
    expect(punished("duplicateVote", {}, unknown).tree.written).toEqual(["58"]);
  });

  test("without a penalty still stores the status", () => {
    const made = punished("duplicateVote", {parameters: {slashing: null}});
    expect(made.tree.written).toHaveLength(2);
    expect([frozenUntil(made), made.context.events]).toEqual([0n, []]);
  });
});
