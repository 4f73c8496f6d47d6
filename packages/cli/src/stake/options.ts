import {clientOptions, int, option, strings, text} from "@oasis-node/node/options";
import {jsonOptions, transactionOptions, verboseOptions} from "../framework/index.ts";

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

/** A height, of which 0 stands for the latest one: the help says so in the place of a default. */
const heightType = {
  ...int,
  show: (height: number) => (height === 0 ? "0, i.e. latest height" : height.toString()),
};

export const infoOptions = {...clientOptions, ...jsonOptions};
export const listOptions = {...clientOptions, ...verboseOptions, ...jsonOptions};
export const accountInfoOptions = {
  ...accountOptions,
  ...clientOptions,
  ...jsonOptions,
  height: option(heightType, 0, "block to look at"),
};
export const nonceOptions = {...accountOptions, ...clientOptions, ...jsonOptions};
