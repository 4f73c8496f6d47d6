import {bytes, encode} from "@oasis-node/primitives/cbor";
import {type CommitteeKind, committeeKinds} from "../committee/index.ts";
import {attribute, type Context} from "../context/index.ts";

/** Name of the application: orders its hooks and stands in its events. */
export const schedulerAppName = "200_scheduler";

/** Keys of the scheduler's events (consensus-paratime §2.1). */
export const schedulerEvents = {elected: "elected"} as const;

/** Kinds of committee in the order in which they are elected. */
export const electedKinds: readonly CommitteeKind[] = [committeeKinds.executor, committeeKinds.storage];

/** Says that elections have been held, whatever came of them. A list of bytes is a byte string, also when they are an enumeration. */
export function emitElected(context: Context): void {
  const kinds = encode(bytes, Uint8Array.from(electedKinds));
  context.emit(schedulerAppName, attribute(schedulerEvents.elected, kinds));
}
