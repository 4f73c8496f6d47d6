import type {Event} from "@oasis-node/state-transition/context";
import {boolean, bytes, message, type ProtoValue, repeated, text} from "../protobuf/index.ts";

const EventAttribute = message("abci.EventAttribute", {
  key: bytes(1),
  value: bytes(2),
  /** Never set by the application (consensus-core §1.12). */
  index: boolean(3),
});

/** An event as the engine stores it and as ABCI carries it. */
export const AbciEvent = message("abci.Event", {type: text(1), attributes: repeated(2, EventAttribute)});
export type AbciEvent = ProtoValue<typeof AbciEvent>;

export function eventToAbci({type, attributes}: Event): AbciEvent {
  return {type, attributes: attributes.map(({key, value}) => ({key, value, index: false}))};
}

export function eventFromAbci({type, attributes}: AbciEvent): Event {
  return {type, attributes: attributes.map(({key, value}) => ({key, value}))};
}
