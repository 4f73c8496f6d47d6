import {tendermintAppVersion} from "@oasis-node/primitives/version";
import type {TransactionResult} from "@oasis-node/state-transition/application";
import type {BlockResults} from "../engine/index.ts";
import {eventFromAbci, eventToAbci} from "./event.ts";
import type {AbciResponses, ResponseDeliverTx} from "./responses.ts";
import {validatorUpdateFromAbci, validatorUpdateToAbci} from "./validatorUpdate.ts";

/** What the application says at the end of every block about the parameters (consensus-core §1.9). */
const versionUpdate = {
  block: null,
  evidence: null,
  validator: null,
  version: {appVersion: tendermintAppVersion},
};

export function blockResultsToAbci(results: BlockResults): AbciResponses {
  return {
    deliverTxs: results.transactions.map(transactionResultToAbci),
    endBlock: {
      validatorUpdates: results.validatorUpdates.map(validatorUpdateToAbci),
      parameterUpdates: versionUpdate,
      events: results.endEvents.map(eventToAbci),
    },
    beginBlock: {events: results.beginEvents.map(eventToAbci)},
  };
}

export function blockResultsFromAbci({deliverTxs, endBlock, beginBlock}: AbciResponses): BlockResults {
  return {
    beginEvents: (beginBlock?.events ?? []).map(eventFromAbci),
    transactions: deliverTxs.map(transactionResultFromAbci),
    endEvents: (endBlock?.events ?? []).map(eventFromAbci),
    validatorUpdates: (endBlock?.validatorUpdates ?? []).map(validatorUpdateFromAbci),
  };
}

export function transactionResultToAbci(result: TransactionResult): ResponseDeliverTx {
  const {code, codespace, log, data, gasWanted, gasUsed, events} = result;
  return {code, data, log, info: "", gasWanted, gasUsed, events: events.map(eventToAbci), codespace};
}

export function transactionResultFromAbci(response: ResponseDeliverTx): TransactionResult {
  const {code, codespace, log, data, gasWanted, gasUsed, events} = response;
  return {code, codespace, log, data, gasWanted, gasUsed, events: events.map(eventFromAbci)};
}
