import {command} from "../framework/index.ts";
import {
  accountInfoOptions,
  addEscrowOptions,
  allowOptions,
  burnOptions,
  commissionOptions,
  infoOptions,
  listOptions,
  nonceOptions,
  publicKeyOptions,
  reclaimEscrowOptions,
  transferOptions,
  validateAddressOptions,
  withdrawOptions,
} from "./options.ts";

/** Commands of `stake account` that work without a node. */
export const offlineAccountCommands = [
  command({
    name: "validate_address",
    short: "check whether a text is an account address",
    options: validateAddressOptions,
    load: async () => (await import("./validateAddress.ts")).validateAddress,
  }),
  command({
    name: "gen_transfer",
    short: "make a transaction that transfers tokens to another account",
    options: transferOptions,
    load: async () => (await import("./genTransfer.ts")).genTransfer,
  }),
  command({
    name: "gen_burn",
    short: "make a transaction that destroys tokens",
    options: burnOptions,
    load: async () => (await import("./genBurn.ts")).genBurn,
  }),
  command({
    name: "gen_escrow",
    short: "make a transaction that puts tokens into escrow (stakes them)",
    options: addEscrowOptions,
    load: async () => (await import("./genEscrow.ts")).genEscrow,
  }),
  command({
    name: "gen_reclaim_escrow",
    short: "make a transaction that takes tokens out of escrow (unstakes them)",
    options: reclaimEscrowOptions,
    load: async () => (await import("./genReclaimEscrow.ts")).genReclaimEscrow,
  }),
  command({
    name: "gen_amend_commission_schedule",
    short: "make a transaction that changes the commission schedule",
    options: commissionOptions,
    load: async () => (await import("./genAmendCommissionSchedule.ts")).genAmendCommissionSchedule,
  }),
  command({
    name: "gen_allow",
    short: "make a transaction that lets another account withdraw tokens",
    options: allowOptions,
    load: async () => (await import("./genAllow.ts")).genAllow,
  }),
  command({
    name: "gen_withdraw",
    short: "make a transaction that withdraws tokens from another account",
    options: withdrawOptions,
    load: async () => (await import("./genWithdraw.ts")).genWithdraw,
  }),
];

/** Commands of `stake` that work without a node. */
export const offlineStakeCommands = [
  command({
    name: "pubkey2address",
    short: "tell the account address of a public key",
    options: publicKeyOptions,
    load: async () => (await import("./publicKeyToAddress.ts")).publicKeyToAddress,
  }),
];

/** Commands of `stake account` that talk to a node. */
export const onlineAccountCommands = [
  command({
    name: "info",
    short: "show an account: balances, delegations, commission, claims",
    options: accountInfoOptions,
    load: async () => (await import("./accountInfo.ts")).accountInfo,
  }),
  command({
    name: "nonce",
    short: "show the nonce of an account",
    options: nonceOptions,
    load: async () => (await import("./accountNonce.ts")).accountNonce,
  }),
];

/** Commands of `stake` that talk to a node. */
export const onlineStakeCommands = [
  command({
    name: "info",
    short: "show the token, its supply and the staking thresholds",
    options: infoOptions,
    load: async () => (await import("./info.ts")).stakeInfo,
  }),
  command({
    name: "list",
    short: "list the accounts",
    options: listOptions,
    load: async () => (await import("./list.ts")).stakeList,
  }),
];
