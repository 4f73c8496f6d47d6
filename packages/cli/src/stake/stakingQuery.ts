import type {TokenContext} from "@oasis-node/primitives/token";
import type {Api} from "@oasis-node/rpc/service";
import type {stakingService} from "@oasis-node/rpc/services/staking";
import {orFail} from "../framework/index.ts";
import {stakeFailure} from "./arguments.ts";

export type StakingApi = Api<typeof stakingService>;

/** Asks the node; `what` names the question in the failure. */
export function queried<T>(
  what: string,
  ask: () => Promise<T>,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<T> {
  return orFail(ask, (err) => stakeFailure(`failed to query ${what}`, {...fields, err}));
}

/** How amounts of the node's network are shown. */
export async function tokenOf(staking: StakingApi): Promise<Required<Omit<TokenContext, "sign">>> {
  const symbol = await queried("token's symbol", () => staking.tokenSymbol());
  const exponent = await queried("token's value exponent", () => staking.tokenValueExponent());
  return {symbol, exponent};
}
