import {Address, addressToText} from "@oasis-node/primitives/address";
import {list, map, toJson} from "@oasis-node/primitives/cbor";
import type {JsonValue} from "@oasis-node/primitives/json";
import {
  Account,
  DebondingDelegation,
  DebondingDelegationInfo,
  Delegation,
  DelegationInfo,
} from "@oasis-node/state-transition/staking";
import type {AccountInfo} from "./queryAccount.ts";

/** What `stake account info` shows, as the node's answers have it: amounts in base units and shares. */
export function jsonAccountInfo(info: AccountInfo): JsonValue {
  return {
    address: addressToText(info.address),
    height: info.height,
    token: {symbol: info.token.symbol, value_exponent: info.token.exponent},
    account: toJson(Account, info.account),
    delegations_for: toJson(map(Address, DelegationInfo), info.delegationsFor),
    debonding_delegations_for: toJson(map(Address, list(DebondingDelegationInfo)), info.debondingFor),
    delegations_to: toJson(map(Address, Delegation), info.delegationsTo),
    debonding_delegations_to: toJson(map(Address, list(DebondingDelegation)), info.debondingTo),
  };
}
