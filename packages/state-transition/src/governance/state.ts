import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import type {Address} from "@oasis-node/primitives/address";
import {u64} from "@oasis-node/primitives/cbor";
import type {Epoch} from "@oasis-node/primitives/epoch";
import {
  decodeStored,
  readRequired,
  readValue,
  StateError,
  storedEntries,
  writeValue,
} from "../storedValue/index.ts";
import type {UpgradeDescriptor} from "../upgrade/index.ts";
import {governanceKeys as keys} from "./keys.ts";
import {GovernanceParameters} from "./types/genesis.ts";
import {Proposal, Vote, type VoteEntry} from "./types/proposal.ts";

const empty = new Uint8Array();

/** A decided upgrade that has not come yet, and the proposal it comes from. */
export interface PendingProposal {
  readonly proposalId: bigint;
  readonly descriptor: UpgradeDescriptor;
}

/** Governance's part of the state tree (consensus-core §6.1). Throws `StateError` for state that cannot be read. */
export class GovernanceState {
  readonly #tree: KeyValueTree;

  constructor(tree: KeyValueTree) {
    this.#tree = tree;
  }

  parameters(): GovernanceParameters {
    return readRequired(this.#tree, keys.parameters.encode(), GovernanceParameters);
  }

  setParameters(parameters: GovernanceParameters): void {
    writeValue(this.#tree, keys.parameters.encode(), GovernanceParameters, parameters);
  }

  /** Zero as long as there is none. */
  nextProposalId(): bigint {
    return readValue(this.#tree, keys.nextProposalId.encode(), u64) ?? 0n;
  }

  setNextProposalId(id: bigint): void {
    writeValue(this.#tree, keys.nextProposalId.encode(), u64, id);
  }

  proposal(id: bigint): Proposal | null {
    return readValue(this.#tree, keys.proposal.encode(id), Proposal);
  }

  /** All proposals, by ID. */
  proposals(): Proposal[] {
    return storedEntries(this.#tree, keys.proposal).map(({key, value}) => decodeStored(Proposal, value, key));
  }

  /** Proposals one can vote on, by the epoch at which they close, then by ID. */
  activeProposals(): Proposal[] {
    return storedEntries(this.#tree, keys.activeProposal).map(({parts: [, id]}) => this.#indexed(id));
  }

  setProposal(proposal: Proposal): void {
    writeValue(this.#tree, keys.proposal.encode(proposal.id), Proposal, proposal);
  }

  setActiveProposal(proposal: Proposal): void {
    this.setProposal(proposal);
    this.#tree.insert(keys.activeProposal.encode(proposal.closesAt, proposal.id), empty);
  }

  /** Takes a proposal off the list of active ones; the proposal itself stays. */
  removeActiveProposal({closesAt, id}: Proposal): void {
    this.#tree.remove(keys.activeProposal.encode(closesAt, id));
  }

  /** Votes on a proposal, by address of the voter. */
  votes(proposalId: bigint): VoteEntry[] {
    return storedEntries(this.#tree, keys.vote, proposalId).map(({key, parts: [, voter], value}) => ({
      voter,
      vote: decodeStored(Vote, value, key),
    }));
  }

  /** Takes the place of an earlier vote of the same voter. */
  setVote(proposalId: bigint, voter: Address, vote: Vote): void {
    writeValue(this.#tree, keys.vote.encode(proposalId, voter), Vote, vote);
  }

  /** By the epoch of the upgrade, then by ID of the proposal. */
  pendingUpgrades(): PendingProposal[] {
    return storedEntries(this.#tree, keys.pendingUpgrade).map(({parts: [, proposalId]}) => {
      const {upgrade} = this.#indexed(proposalId).content;
      if (upgrade !== null) return {proposalId, descriptor: upgrade};
      throw new StateError("missing", "state: pending upgrade without a descriptor", {details: {proposalId}});
    });
  }

  /** Whether the proposal is of an upgrade that was decided, not cancelled, and has not come yet. */
  isPendingUpgrade({id, content: {upgrade}}: Proposal): boolean {
    return upgrade !== null && this.#tree.get(keys.pendingUpgrade.encode(upgrade.epoch, id)) !== null;
  }

  setPendingUpgrade({proposalId, descriptor}: PendingProposal): void {
    this.#tree.insert(keys.pendingUpgrade.encode(descriptor.epoch, proposalId), empty);
  }

  removePendingUpgrade({proposalId, descriptor}: PendingProposal): void {
    this.#tree.remove(keys.pendingUpgrade.encode(descriptor.epoch, proposalId));
  }

  removePendingUpgradesAt(epoch: Epoch): void {
    for (const {key} of storedEntries(this.#tree, keys.pendingUpgrade, epoch)) this.#tree.remove(key);
  }

  #indexed(id: bigint): Proposal {
    const proposal = this.proposal(id);
    if (proposal !== null) return proposal;
    throw new StateError("missing", "state: no proposal for an index entry", {details: {id}});
  }
}
