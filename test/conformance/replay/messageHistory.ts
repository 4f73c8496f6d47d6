import type {Height} from "@oasis-node/primitives/epoch";
import {emptyHash} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Event} from "@oasis-node/state-transition/context";
import {type MessageEvent, roothashEvents, roundResults} from "@oasis-node/state-transition/roothash";

/** What became of the messages of runtimes, block by block, as a node keeps it beside the state. */
export class MessageHistory {
  readonly #blocks = new Map<bigint, {begin: Event[]; end: Event[]; transactions: Event[]}>();

  /** Takes over the events of a part of a block. */
  add(height: bigint, part: "begin" | "end" | "transactions", events: readonly Event[]): void {
    const block = this.#blocks.get(height) ?? {begin: [], end: [], transactions: []};
    block[part].push(...events);
    this.#blocks.set(height, block);
  }

  /** Results of the messages of a runtime in the block of a height. */
  at(runtimeId: Namespace, height: Height): MessageEvent[] | null {
    const block = this.#blocks.get(height);
    if (block === undefined) return null;
    const events = [...block.begin, ...block.end, ...block.transactions];
    const found = roothashEvents(events, {height, txHash: emptyHash});
    const {messages} = roundResults(runtimeId, found, (node) => node);
    return messages?.filter((message) => message !== null) ?? null;
  }
}
