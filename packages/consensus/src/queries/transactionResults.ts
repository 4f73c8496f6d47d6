import type {Height} from "@oasis-node/primitives/epoch";
import {hashOf} from "@oasis-node/primitives/hash";
import type {TransactionResult} from "@oasis-node/state-transition/application";
import {type GovernanceEvent, governanceEvents} from "@oasis-node/state-transition/governance";
import {type RegistryEvent, registryEvents} from "@oasis-node/state-transition/registry";
import {type RoothashEvent, roothashEvents} from "@oasis-node/state-transition/roothash";
import {type StakingEvent, stakingEvents} from "@oasis-node/state-transition/staking";
import type {EventSource} from "./blockEvents.ts";

/** An event of one of the modules; the others are null. */
export interface ResultEvent {
  staking: StakingEvent | null;
  registry: RegistryEvent | null;
  roothash: RoothashEvent | null;
  governance: GovernanceEvent | null;
}

/** What became of a transaction; code 0 is success. */
export interface ClientResult {
  error: {module: string; code: number; message: string};
  events: ResultEvent[] | null;
}

/** Transactions of a block with their results in the same order; null without any, as on the wire. */
export interface TransactionsWithResults {
  transactions: Uint8Array[] | null;
  results: ClientResult[] | null;
}

export function transactionsWithResults({
  height,
  transactions,
  results,
}: EventSource): TransactionsWithResults {
  if (transactions.length === 0) return {transactions: null, results: null};
  return {
    transactions: [...transactions],
    results: transactions.flatMap((raw, i) => {
      const result = results.transactions[i];
      return result === undefined ? [] : [clientResult(raw, result, height)];
    }),
  };
}

/** Events by module: staking, registry, roothash, governance. */
function clientResult(raw: Uint8Array, result: TransactionResult, height: Height): ClientResult {
  const origin = {height, txHash: hashOf(raw)};
  const events = [
    ...stakingEvents(result.events, origin).map((staking) => ({...none, staking})),
    ...registryEvents(result.events, origin).map((registry) => ({...none, registry})),
    ...roothashEvents(result.events, origin).map((roothash) => ({...none, roothash})),
    ...governanceEvents(result.events, origin).map((governance) => ({...none, governance})),
  ];
  return {
    error: {module: result.codespace, code: result.code, message: result.log},
    events: events.length === 0 ? null : events,
  };
}

const none: ResultEvent = {staking: null, registry: null, roothash: null, governance: null};
