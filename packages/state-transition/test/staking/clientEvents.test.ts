import {encode} from "@oasis-node/primitives/cbor";
import {asHeight} from "@oasis-node/primitives/epoch";
import {emptyHash} from "@oasis-node/primitives/hash";
import {describe, expect, test} from "vitest";
import {attribute, eventType} from "../../src/context/index.ts";
import {
  AddEscrowEvent,
  AllowanceChangeEvent,
  BurnEvent,
  DebondingStartEscrowEvent,
  stakingEventKeys as keys,
  ReclaimEscrowEvent,
  stakingAppName,
  stakingEvents,
  TakeEscrowEvent,
  TransferEvent,
} from "../../src/staking/index.ts";

const origin = {height: asHeight(7n), txHash: emptyHash};

function read(key: string, value: Uint8Array) {
  return stakingEvents([{type: eventType(stakingAppName), attributes: [attribute(key, value)]}], origin);
}

describe("staking events as clients get them", () => {
  test("every kind is told in its own field, with where it comes from", () => {
    const transfer = TransferEvent.make({amount: 1n});
    const burn = BurnEvent.make({amount: 2n});
    const add = AddEscrowEvent.make({amount: 3n});
    const take = TakeEscrowEvent.make({amount: 4n});
    const debondingStart = DebondingStartEscrowEvent.make({amount: 5n});
    const reclaim = ReclaimEscrowEvent.make({amount: 6n});
    const allowanceChange = AllowanceChangeEvent.make({allowance: 7n});
    expect(read(keys.transfer, encode(TransferEvent, transfer))).toMatchObject([
      {...origin, transfer, burn: null},
    ]);
    expect(read(keys.burn, encode(BurnEvent, burn))).toMatchObject([{burn}]);
    expect(read(keys.addEscrow, encode(AddEscrowEvent, add))).toMatchObject([{escrow: {add, take: null}}]);
    expect(read(keys.takeEscrow, encode(TakeEscrowEvent, take))).toMatchObject([{escrow: {take}}]);
    const debonding = read(keys.debondingStart, encode(DebondingStartEscrowEvent, debondingStart));
    expect(debonding).toMatchObject([{escrow: {debondingStart}}]);
    expect(read(keys.reclaimEscrow, encode(ReclaimEscrowEvent, reclaim))).toMatchObject([
      {escrow: {reclaim}},
    ]);
    const allowance = read(keys.allowanceChange, encode(AllowanceChangeEvent, allowanceChange));
    expect(allowance).toMatchObject([{allowanceChange}]);
  });

  test("events of other applications are passed over", () => {
    const attributes = [attribute(keys.transfer, new Uint8Array())];
    expect(stakingEvents([{type: eventType("other"), attributes}], origin)).toEqual([]);
  });

  test("an unknown kind is refused", () => {
    expect(() => read("gift", new Uint8Array())).toThrow("staking: unknown event type: key: gift");
  });
});
