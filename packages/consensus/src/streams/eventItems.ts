import {equal, utf8} from "@oasis-node/primitives/bytes";
import {decode, type Schema} from "@oasis-node/primitives/cbor";
import {type Event, eventType} from "@oasis-node/state-transition/context";
import type {CommittedBlock} from "../engine/index.ts";
import {blockEvents, type EventReader, type EventSource} from "../queries/index.ts";

/** A module's events of a block, in the order in which the reference's streams have them, which is that of its queries. */
export function eventsOf<T>({height, block, results}: CommittedBlock, read: EventReader<T>): T[] {
  const source: EventSource = {height, transactions: block.transactions, results};
  return blockEvents(source, read);
}

/** Values of all attributes of an application's events in a block that have a key. */
export function attributeValues(block: CommittedBlock, appName: string, key: string): Uint8Array[] {
  const wanted = utf8(key);
  return eventsOf(block, (events) =>
    ofApp(events, appName)
      .flatMap(({attributes}) => attributes)
      .filter((attribute) => equal(attribute.key, wanted))
      .map(({value}) => value),
  );
}

/** The same, decoded. */
export function attributesOf<T>(block: CommittedBlock, appName: string, key: string, schema: Schema<T>): T[] {
  return attributeValues(block, appName, key).map((value) => decode(schema, value));
}

function ofApp(events: readonly Event[], appName: string): readonly Event[] {
  return events.filter(({type}) => type === eventType(appName));
}
