import {stakingAddress} from "@oasis-node/primitives/address";
import {toHex} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {asEpoch, asGas} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {LimitedGas} from "../../src/context/index.ts";
import {
  GovernanceState,
  type ProposalContent,
  ProposalSubmittedEvent,
  proposalStates,
} from "../../src/governance/index.ts";
import {submitProposal} from "../../src/governance/transactions/submitProposal.ts";
import {StakingState} from "../../src/staking/index.ts";
import {contextFor, dump, eventsOf} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {key} from "../support.ts";
import {balanceOf, cancellationOf, descriptor, entities, upgradeAt, world} from "./world.ts";

const {id: submitter} = entities.small;
const epoch = 3n;
const nothing: ProposalContent = {upgrade: null, cancelUpgrade: null};

/** A world in which proposal 0 passed: its upgrade is pending for epoch 20. */
function worldWithPending() {
  const tree = world();
  const state = new GovernanceState(tree);
  submitProposal(contextFor({tree, epoch, signer: submitter}), upgradeAt(20n));
  state.setPendingUpgrade({proposalId: 0n, descriptor: descriptor(20n)});
  return tree;
}

describe("submitting a proposal", () => {
  test("stores it, takes the deposit, and says so", () => {
    const tree = world();
    const ctx = contextFor({tree, epoch, signer: submitter});
    submitProposal(ctx, upgradeAt(8n));
    const state = new GovernanceState(tree);
    const proposal = {
      id: 0n,
      submitter: stakingAddress(submitter),
      state: proposalStates.active,
      deposit: 100n,
      content: upgradeAt(8n),
      createdAt: asEpoch(3n),
      closesAt: asEpoch(5n),
      results: null,
      invalidVotes: 0n,
    };
    expect(state.proposal(0n)).toEqual(proposal);
    expect(state.activeProposals()).toEqual([proposal]);
    expect(state.nextProposalId()).toBe(1n);
    expect(dump(tree)).toMatchObject({"80": "01", "8200000000000000050000000000000000": ""});
    expect(balanceOf(tree, submitter)).toBe(900n);
    expect(new StakingState(tree).governanceDeposits()).toBe(100n);
    const event = encode(ProposalSubmittedEvent, {id: 0n, submitter: stakingAddress(submitter)});
    expect(eventsOf(ctx).map(([kind]) => kind)).toEqual(["transfer", "proposal-submitted"]);
    expect(eventsOf(ctx)[1]?.[1]).toBe(toHex(event));
  });

  test("numbers proposals one after the other", () => {
    const tree = world();
    for (const at of [8n, 9n]) submitProposal(contextFor({tree, epoch, signer: submitter}), upgradeAt(at));
    expect(new GovernanceState(tree).proposals().map(({id}) => id)).toEqual([0n, 1n]);
  });

  test("is refused for what is wrong first", () => {
    const tree = worldWithPending();
    const submit = (content: ProposalContent, signer = submitter) =>
      resultOf(() => submitProposal(contextFor({tree, epoch, signer}), content));
    const before = dump(tree);
    expect(submit(nothing)).toBe("governance/1");
    expect(submit({upgrade: descriptor(9n, "ab"), cancelUpgrade: null})).toBe("governance/1");
    expect(submit(upgradeAt(1n), key(0x99))).toBe("staking/3");
    expect(submit(upgradeAt(7n))).toBe("governance/2");
    expect(submit(upgradeAt(16n))).toBe("governance/3");
    expect(submit(upgradeAt(24n))).toBe("governance/3");
    expect(submit(cancellationOf(5n))).toBe("governance/5");
    expect(dump(tree)).toEqual(before);
    expect(submit(upgradeAt(15n))).toBe("ok");
    expect(submit(cancellationOf(1n))).toBe("governance/4");
    expect(submit(cancellationOf(0n))).toBe("ok");
  });

  test("cannot cancel an upgrade that is too near", () => {
    const tree = worldWithPending();
    const submitIn = (now: bigint) =>
      resultOf(() => submitProposal(contextFor({tree, epoch: now, signer: submitter}), cancellationOf(0n)));
    expect(submitIn(17n)).toBe("governance/2");
    expect(submitIn(16n)).toBe("ok");
  });

  test("adds epochs in 64 bits", () => {
    const tree = world();
    const ctx = contextFor({tree, epoch: 2n ** 64n - 2n, signer: submitter});
    expect(resultOf(() => submitProposal(ctx, upgradeAt(3n)))).toBe("ok");
    expect(new GovernanceState(tree).proposal(0n)?.closesAt).toBe(0n);
  });

  test("costs gas before the submitter is looked at", () => {
    const ctx = contextFor({tree: world(), epoch, signer: key(0x99)});
    ctx.gas = new LimitedGas(asGas(9n));
    expect(resultOf(() => submitProposal(ctx, upgradeAt(1n)))).toBe("unknown/1");
  });

  test("is checked for its content alone before it gets into a block", () => {
    const tree = world();
    const check = (content: ProposalContent) =>
      resultOf(() => submitProposal(contextFor({tree, mode: "checkTx", signer: key(0x99)}), content));
    const before = dump(tree);
    expect(check(nothing)).toBe("governance/1");
    expect(check(upgradeAt(1n))).toBe("ok");
    expect(dump(tree)).toEqual(before);
  });
});
