import {BytesMap, equal} from "@oasis-node/primitives/bytes";
import {decode} from "@oasis-node/primitives/cbor";
import type {Height} from "@oasis-node/primitives/epoch";
import type {Hash} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {type Event, type EventAttribute, eventType} from "../context/index.ts";
import {roothashAppName, runtimeIdAttribute} from "./events.ts";
import {RoothashError} from "./roothashError.ts";
import {RoothashEvent, roothashEventValues as values} from "./types/events.ts";
import {RoundResults} from "./types/state.ts";

/** Where events come from: the hash of the transaction, or the empty hash for the boundaries of a block. */
export interface EventOrigin {
  readonly height: Height;
  readonly txHash: Hash;
}

/** The events of roothash among all of a transaction or a boundary of a block, as clients get them (consensus-paratime §3.12). */
export function roothashEvents(events: readonly Event[], origin: EventOrigin): RoothashEvent[] {
  return events
    .filter(({type}) => type === eventType(roothashAppName))
    .flatMap(({attributes}) => attributes)
    .flatMap((attribute) => clientEvent(attribute, origin) ?? []);
}

/**
 * What came of the round of a runtime that ended in a block (consensus-paratime §3.12).
 *
 * @param events - of the beginning of the block, of its end, then of its transactions
 * @param entityOf - the entity that owns a node
 */
export function roundResults(
  runtimeId: Namespace,
  events: readonly RoothashEvent[],
  entityOf: (node: PublicKey) => PublicKey,
): RoundResults {
  const results = RoundResults.zero();
  const entitiesOf = (nodes: readonly PublicKey[] | null): PublicKey[] | null => {
    const entities = new BytesMap((nodes ?? []).map((node) => [entityOf(node), true] as const));
    return entities.size === 0 ? null : [...entities.keys()];
  };
  for (const {message, finalized} of events.filter((event) => equal(event.runtimeId, runtimeId))) {
    if (message !== null) results.messages = [...(results.messages ?? []), message];
    if (finalized === null) continue;
    results.goodComputeEntities = entitiesOf(finalized.goodComputeNodes);
    results.badComputeEntities = entitiesOf(finalized.badComputeNodes);
  }
  return results;
}

/** Null for the attribute that only says which runtime the other one is about. */
function clientEvent({key, value}: EventAttribute, origin: EventOrigin): RoothashEvent | null {
  const kind = Buffer.from(key).toString();
  const event = (id: Namespace, what: Partial<RoothashEvent>): RoothashEvent =>
    RoothashEvent.make({...origin, runtimeId: id, ...what});
  switch (kind) {
    case runtimeIdAttribute:
      return null;
    case "executor-commit": {
      const {id, event: executorCommitted} = decode(values[kind], value);
      return event(id, {executorCommitted});
    }
    case "execution-discrepancy": {
      const {id, event: executionDiscrepancyDetected} = decode(values[kind], value);
      return event(id, {executionDiscrepancyDetected});
    }
    case "finalized": {
      const {id, event: finalized} = decode(values[kind], value);
      return event(id, {finalized});
    }
    case "message": {
      const {id, event: message} = decode(values[kind], value);
      return event(id, {message});
    }
    default:
      throw new RoothashError("unknownEvent", `roothash: unknown event type: key: ${kind}`);
  }
}
