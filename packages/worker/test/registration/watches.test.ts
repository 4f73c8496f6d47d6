import {stakingAddress} from "@oasis-node/primitives/address";
import {systemClock} from "@oasis-node/primitives/clock";
import {silentLogger} from "@oasis-node/primitives/log";
import {testSigner} from "@oasis-node/primitives/signers";
import {
  AddEscrowEvent,
  EscrowEvent,
  StakingEvent,
  TakeEscrowEvent,
  TransferEvent,
} from "@oasis-node/state-transition/staking";
import {expect, test} from "vitest";
import {followStake} from "../../src/registration/watches.ts";
import {random} from "../support/testChain.ts";

const [own, other] = ["own", "other"].map((name) => stakingAddress(testSigner(name).publicKey));

test("stake that is added to the entity's escrow is told of, and nothing else", async () => {
  if (own === undefined || other === undefined) return expect.fail("two accounts are needed");
  const added = (escrow: typeof own) =>
    StakingEvent.make({escrow: EscrowEvent.make({add: AddEscrowEvent.make({escrow, owner: other})})});
  const controller = new AbortController();
  const told: string[] = [];
  const watchEvents = async function* () {
    for (const [name, event] of [
      ["other's", added(other)],
      ["taken", StakingEvent.make({escrow: EscrowEvent.make({take: TakeEscrowEvent.make({owner: own})})})],
      ["transfer", StakingEvent.make({transfer: TransferEvent.make({to: own, amount: 1n})})],
      ["own", added(own)],
    ] as const) {
      told.push(name);
      yield event;
    }
    controller.abort();
  };
  const surroundings = {clock: systemClock, random, logger: silentLogger};
  const chain = {staking: {watchEvents}};
  await followStake(chain, own, ({kind}) => told.push(kind), surroundings, controller.signal);
  expect(told).toEqual(["other's", "staked", "taken", "transfer", "own", "staked"]);
});
