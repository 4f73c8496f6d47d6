import {clientOptions, option, strings, text} from "@oasis-node/node/options";
import {command, jsonOptions, transactionOptions, verboseOptions} from "../framework/index.ts";

/** Of commands about one account. */
const accountOptions = {
  "stake.account.address": option(text, "", "address of the account"),
};

export const validateAddressOptions = {
  ...accountOptions,
  ...clientOptions,
  ...verboseOptions,
  ...jsonOptions,
};
export const publicKeyOptions = {public_key: option(text, "", "public key, in base64"), ...jsonOptions};

const amountOptions = {"stake.amount": option(text, "0", "amount in base units")};
const escrowOptions = {"stake.escrow.account": option(text, "", "address of the account with the escrow")};
const rateStep = "step of commission rates, START/RATE in thousandths of a percent; may be repeated";
const boundStep = "step of bounds on commission rates, START/MINIMUM/MAXIMUM; may be repeated";

export const transferOptions = {
  ...transactionOptions,
  ...amountOptions,
  "stake.transfer.destination": option(text, "", "address of the account that receives"),
};
export const burnOptions = {...transactionOptions, ...amountOptions};
export const addEscrowOptions = {...transactionOptions, ...amountOptions, ...escrowOptions};
export const reclaimEscrowOptions = {
  ...transactionOptions,
  ...escrowOptions,
  "stake.shares": option(text, "0", "number of shares"),
};
export const commissionOptions = {
  ...transactionOptions,
  "stake.commission_schedule.rates": option(strings, [], rateStep),
  "stake.commission_schedule.bounds": option(strings, [], boundStep),
};
export const allowOptions = {
  ...transactionOptions,
  "stake.allow.beneficiary": option(text, "", "address of the account that may withdraw"),
  "stake.allow.amount_change": option(
    text,
    "0",
    "change of the allowance in base units; below zero takes away",
  ),
};
export const withdrawOptions = {
  ...transactionOptions,
  ...amountOptions,
  "stake.withdraw.source": option(text, "", "address of the account that allows it"),
};

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
