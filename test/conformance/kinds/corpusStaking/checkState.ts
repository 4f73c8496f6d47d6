import {type Address, addressFromText} from "@oasis-node/primitives/address";
import {toBase64} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {asPublicKey, type PublicKey} from "@oasis-node/primitives/signature";
import type {Context} from "@oasis-node/state-transition/context";
import {
  Account,
  addAttenuatedReward,
  addRewards,
  Delegation,
  payLastBlockFees,
  StakingParameters,
  StakingState,
  slashEscrow,
  splitBlockFees,
  transferFromCommon,
} from "@oasis-node/state-transition/staking";
import type {Reporter} from "../../kind.ts";
import {amount, codeOf, outcome, recordedCode} from "../../outcome.ts";
import {
  array,
  base64,
  boolean,
  hex,
  type JsonObject,
  number,
  object,
  RecordError,
  string,
} from "../../records.ts";
import {blockContext} from "./blockContext.ts";

/** One step over a small ledger: its result, its events and the ledger afterwards, also where it was refused midway. */
export function checkState(record: JsonObject, where: string, report: Reporter): void {
  const context = blockContext();
  const state = new StakingState(context.tree);
  load(state, record, where);
  const operation = string(record.op, where);
  const run = operations[operation];
  if (run === undefined) throw new RecordError(where, "a known operation", operation);
  const result = outcome(() => run(context, record, where));
  report.expect(`${operation}: error`, recordedCode(record.error, where), codeOf(result));
  if (record.result !== undefined && "value" in result)
    report.expect(`${operation}: result`, String(record.result), String(result.value));
  report.expect(`${operation}: events`, record.events ?? [], eventsOf(context));
  checkAfter(state, object(record.after, where), where, report);
}

type Operation = (context: Context, record: JsonObject, where: string) => unknown;

const operations: Readonly<Record<string, Operation>> = {
  fees_proposer: (context, record, where) =>
    splitBlockFees(context, amount(record, "fees"), proposerOf(record, where)),
  fees_voters: (context, record, where) => {
    const entities = array(record.voters ?? [], where).map((key) => asPublicKey(hex(key, where)));
    const eligible = number(record.eligible, where);
    payLastBlockFees(context, proposerOf(record, where), {eligible, entities});
  },
  add_rewards: (context, record, where) => {
    const addresses = array(record.addresses ?? [], where).map((text) => address(text, where));
    addRewards(context, epochOf(record, where), amount(record, "factor"), addresses);
  },
  add_reward_attenuated: (context, record, where) => {
    const part = {numerator: amount(record, "numerator"), denominator: amount(record, "denominator")};
    const to = address(record.address, where);
    addAttenuatedReward(context, epochOf(record, where), amount(record, "factor"), part, to);
  },
  slash: (context, record, where) =>
    slashEscrow(context, address(record.address, where), amount(record, "amount")),
  transfer_from_common: (context, record, where) =>
    transferFromCommon(context, address(record.address, where), amount(record, "amount"), {
      escrow: boolean(record.escrow, where),
    }),
};

function load(state: StakingState, record: JsonObject, where: string): void {
  state.setParameters(decode(StakingParameters, base64(record.params, where)));
  state.setCommonPool(amount(record, "common_pool"));
  if (record.last_block_fees !== undefined) state.setLastBlockFees(amount(record, "last_block_fees"));
  for (const item of array(record.accounts, where)) {
    const entry = object(item, where);
    const owner = address(entry.address, where);
    state.setAccount(owner, decode(Account, base64(entry.account, where)));
    state.setDelegation(owner, owner, Delegation.make({shares: amount(entry, "self_delegation_shares")}));
  }
}

function checkAfter(state: StakingState, after: JsonObject, where: string, report: Reporter): void {
  report.expect("common pool", amount(after, "common_pool"), state.commonPool());
  report.expect("last block fees", amount(after, "last_block_fees"), state.lastBlockFees());
  for (const item of array(after.accounts, where)) {
    const entry = object(item, where);
    const owner = address(entry.address, where);
    const title = string(entry.address, where);
    report.expect(title, base64(entry.account, where), encode(Account, state.account(owner)));
    const shares = amount(entry, "self_delegation_shares");
    report.expect(`${title}: shares`, shares, state.delegation(owner, owner).shares);
  }
}

function eventsOf({events}: Context): unknown {
  return events.flatMap(({type, attributes}) =>
    attributes.map(({key, value}) => ({key: Buffer.from(key).toString(), type, value: toBase64(value)})),
  );
}

function proposerOf(record: JsonObject, where: string): PublicKey | null {
  return record.proposer === undefined ? null : asPublicKey(hex(record.proposer, where));
}

function epochOf(record: JsonObject, where: string): ReturnType<typeof asEpoch> {
  return asEpoch(BigInt(number(record.epoch, where)));
}

function address(value: unknown, where: string): Address {
  return addressFromText(string(value, where));
}
