import {type Address, addressToText} from "@oasis-node/primitives/address";
import {asHeight, type Height, latestHeight} from "@oasis-node/primitives/epoch";
import {consensusService} from "@oasis-node/rpc/services/consensus";
import {stakingService} from "@oasis-node/rpc/services/staking";
import type {NodeClient} from "../client/index.ts";
import {orFail} from "../framework/index.ts";
import {stakeFailure} from "./arguments.ts";
import {queried, type StakingApi, tokenOf} from "./stakingQuery.ts";

type Answer<K extends keyof StakingApi> = ReturnType<StakingApi[K]> extends Promise<infer T> ? T : never;

/** All that `stake account info` shows, at one height. */
export interface AccountInfo {
  readonly address: Address;
  readonly height: Height;
  readonly account: Answer<"account">;
  readonly delegationsFor: Answer<"delegationInfosFor">;
  readonly delegationsTo: Answer<"delegationsTo">;
  readonly debondingFor: Answer<"debondingDelegationInfosFor">;
  readonly debondingTo: Answer<"debondingDelegationsTo">;
  readonly token: {readonly symbol: string; readonly exponent: number};
}

/** Asks the node; the latest height, 0, is looked up once so that all answers are of one block. */
export async function queryAccount(
  node: NodeClient,
  address: Address,
  givenHeight: number,
): Promise<AccountInfo> {
  const staking = node.api(stakingService);
  const height = givenHeight === 0 ? await newestHeight(node) : asHeight(BigInt(givenHeight));
  const query = {height, owner: address};
  const fields = {address: addressToText(address)};
  const ask = <T>(what: string, question: () => Promise<T>) => queried(what, question, fields);
  return {
    address,
    height,
    account: await ask("account", () => staking.account(query)),
    delegationsFor: await ask("(outgoing) delegation infos for account", () =>
      staking.delegationInfosFor(query),
    ),
    delegationsTo: await ask("(incoming) delegations to account", () => staking.delegationsTo(query)),
    debondingFor: await ask("(outgoing) debonding delegation infos for account", () =>
      staking.debondingDelegationInfosFor(query),
    ),
    debondingTo: await ask("(incoming) debonding delegations to account", () =>
      staking.debondingDelegationsTo(query),
    ),
    token: await tokenOf(staking),
  };
}

async function newestHeight(node: NodeClient): Promise<Height> {
  const {height} = await orFail(
    () => node.api(consensusService).getBlock(latestHeight),
    (err) => stakeFailure("failed to fetch latest block", {err}),
  );
  return height;
}
