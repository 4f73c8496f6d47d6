import type {Height} from "@oasis-node/primitives/epoch";
import {emptyHash, type Hash, hashOf} from "@oasis-node/primitives/hash";
import type {Event} from "@oasis-node/state-transition/context";
import type {BlockResults} from "../engine/index.ts";

/** Where events come from: the hash of the transaction, or the empty hash for the boundaries of a block. */
export interface EventOrigin {
  readonly height: Height;
  readonly txHash: Hash;
}

/** Picks a module's events out of all, as clients get them. */
export type EventReader<T> = (events: readonly Event[], origin: EventOrigin) => readonly T[];

/** A block and its results, as far as events are concerned. */
export interface EventSource {
  readonly height: Height;
  readonly transactions: readonly Uint8Array[];
  readonly results: BlockResults;
}

/** A module's events of a block: of its beginning, of its end, then of its transactions (consensus-core §1.12). */
export function blockEvents<T>({height, transactions, results}: EventSource, read: EventReader<T>): T[] {
  const boundary = {height, txHash: emptyHash};
  return [
    ...read(results.beginEvents, boundary),
    ...read(results.endEvents, boundary),
    ...results.transactions.flatMap(({events}, i) =>
      // Most transactions have no events of most modules: no hash is computed for them.
      events.length === 0 ? [] : read(events, {height, txHash: hashOf(transactions[i] ?? none)}),
    ),
  ];
}

const none = new Uint8Array();
