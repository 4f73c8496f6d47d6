import {keyAddress, keyFormat, keyU64} from "@oasis-node/primitives/keyFormat";

/** State keys of governance (consensus-core §6.1). */
export const governanceKeys = {
  /** `80`: identifier of the next proposal, CBOR u64. */
  nextProposalId: keyFormat(0x80),
  /** `81` ‖ ID: proposal. */
  proposal: keyFormat(0x81, keyU64),
  /** `82` ‖ epoch at which it closes ‖ ID: empty value, for active proposals. */
  activeProposal: keyFormat(0x82, keyU64, keyU64),
  /** `83` ‖ ID ‖ voter: vote. */
  vote: keyFormat(0x83, keyU64, keyAddress),
  /** `84` ‖ epoch of the upgrade ‖ ID: empty value, for upgrades that were decided and have not come yet. */
  pendingUpgrade: keyFormat(0x84, keyU64, keyU64),
  /** `85`: consensus parameters. */
  parameters: keyFormat(0x85),
} as const;
