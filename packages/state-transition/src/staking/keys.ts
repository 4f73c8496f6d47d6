import {keyAddress, keyFormat, keyU64} from "@oasis-node/primitives/keyFormat";

/** State keys of staking (consensus-core §4.1). */
export const stakingKeys = {
  account: keyFormat(0x50, keyAddress),
  totalSupply: keyFormat(0x51),
  commonPool: keyFormat(0x52),
  /** By escrow account, then delegator: the other way round than debonding delegations. */
  delegation: keyFormat(0x53, keyAddress, keyAddress),
  /** By delegator, escrow account and the epoch of the end. */
  debondingDelegation: keyFormat(0x54, keyAddress, keyAddress, keyU64),
  /** By the epoch of the end, delegator and escrow account. Empty value. */
  debondingQueue: keyFormat(0x55, keyU64, keyAddress, keyAddress),
  parameters: keyFormat(0x56),
  lastBlockFees: keyFormat(0x57),
  epochSigning: keyFormat(0x58),
  governanceDeposits: keyFormat(0x59),
} as const;
