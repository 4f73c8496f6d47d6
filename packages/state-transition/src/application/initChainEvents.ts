import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import {bool, bytes, list, omitEmpty, struct, text} from "@oasis-node/primitives/cbor";
import type {Event} from "../context/index.ts";
import {readValue, writeValue} from "../storedValue/index.ts";
import {initChainEventsKey} from "./keys.ts";

const StoredAttribute = struct("abci.EventAttribute", {
  key: omitEmpty(bytes),
  value: omitEmpty(bytes),
  index: omitEmpty(bool),
});

const StoredEvent = struct("abci.Event", {
  type: omitEmpty(text),
  attributes: omitEmpty(list(StoredAttribute)),
});

const StoredEvents = list(StoredEvent);

/** Keeps the events of InitChain in the state, which so enter the first app hash (consensus-core §1.5). */
export function storeInitChainEvents(tree: KeyValueTree, events: readonly Event[]): void {
  const stored = events.map(({type, attributes}) => ({
    type,
    attributes: attributes.map(({key, value}) => ({key, value, index: false})),
  }));
  writeValue(tree, initChainEventsKey, StoredEvents, stored.length === 0 ? null : stored);
}

/** The kept events, which are removed from the state; none when they have been taken before. */
export function takeInitChainEvents(tree: KeyValueTree): Event[] {
  const stored = readValue(tree, initChainEventsKey, StoredEvents);
  if (tree.get(initChainEventsKey) !== null) tree.remove(initChainEventsKey);
  return (stored ?? []).map(({type, attributes}) => ({
    type,
    attributes: (attributes ?? []).map(({key, value}) => ({key: key ?? none, value: value ?? none})),
  }));
}

const none = new Uint8Array();
