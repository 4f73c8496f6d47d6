import {utf8} from "@oasis-node/primitives/bytes";

/** Attribute of an event; `index` is never set (consensus-core §1.12). */
export interface EventAttribute {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** Event as the engine sees it. */
export interface Event {
  /** `oasis-event-` and the name of the application. */
  readonly type: string;
  readonly attributes: readonly EventAttribute[];
}

/** An attribute with an ASCII key. */
export function attribute(key: string, value: Uint8Array): EventAttribute {
  return {key: utf8(key), value};
}

export function eventType(applicationName: string): string {
  return `oasis-event-${applicationName}`;
}
