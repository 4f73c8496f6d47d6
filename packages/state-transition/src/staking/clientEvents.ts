import {decode, type Schema} from "@oasis-node/primitives/cbor";
import {type Event, type EventAttribute, eventType} from "../context/index.ts";
import {stakingEventKeys as keys, stakingAppName} from "./events.ts";
import {StakingError} from "./stakingError.ts";
import {
  AddEscrowEvent,
  AllowanceChangeEvent,
  BurnEvent,
  DebondingStartEscrowEvent,
  EscrowEvent,
  ReclaimEscrowEvent,
  StakingEvent,
  TakeEscrowEvent,
  TransferEvent,
} from "./types/events.ts";

/** Where events come from: the hash of the transaction, or the empty hash for the boundaries of a block. */
export type StakingEventOrigin = Pick<StakingEvent, "height" | "txHash">;

/**
 * The events of staking among all of a transaction or a boundary of a block, as clients get them (consensus-core §1.12).
 * Throws `StakingError` `unknownEvent`, or `CborError` for a value that does not decode.
 */
export function stakingEvents(events: readonly Event[], origin: StakingEventOrigin): StakingEvent[] {
  return events
    .filter(({type}) => type === eventType(stakingAppName))
    .flatMap(({attributes}) => attributes)
    .map((attribute) => StakingEvent.make({...origin, ...whatHappened(attribute)}));
}

function whatHappened({key, value}: EventAttribute): Partial<StakingEvent> {
  const read = <T>(schema: Schema<T>): T => decode(schema, value);
  const escrow = (what: Partial<EscrowEvent>): Partial<StakingEvent> => ({escrow: EscrowEvent.make(what)});
  const kind = Buffer.from(key).toString();
  switch (kind) {
    case keys.transfer:
      return {transfer: read(TransferEvent)};
    case keys.burn:
      return {burn: read(BurnEvent)};
    case keys.addEscrow:
      return escrow({add: read(AddEscrowEvent)});
    case keys.takeEscrow:
      return escrow({take: read(TakeEscrowEvent)});
    case keys.debondingStart:
      return escrow({debondingStart: read(DebondingStartEscrowEvent)});
    case keys.reclaimEscrow:
      return escrow({reclaim: read(ReclaimEscrowEvent)});
    case keys.allowanceChange:
      return {allowanceChange: read(AllowanceChangeEvent)};
    default:
      throw new StakingError("unknownEvent", `staking: unknown event type: key: ${kind}`);
  }
}
