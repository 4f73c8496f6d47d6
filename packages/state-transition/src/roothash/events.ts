import {toBase64, utf8} from "@oasis-node/primitives/bytes";
import {encode, type Schema} from "@oasis-node/primitives/cbor";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {attribute, type Context} from "../context/index.ts";
import {roothashEventValues as values} from "./types/events.ts";

/** Name of the application: orders its hooks and stands in its events. */
export const roothashAppName = "999_roothash";

/** Key of the attribute by which events of one runtime are found; its value is text, as the engine's queries want it. */
export const runtimeIdAttribute = "runtime-id";

/** Emit the events of roothash, each with what happened and the runtime it happened to (consensus-paratime §3.11). */
export const emitRoothash = {
  executorCommitted: emitter("executor-commit", values["executor-commit"]),
  executionDiscrepancy: emitter("execution-discrepancy", values["execution-discrepancy"]),
  finalized: emitter("finalized", values.finalized),
  message: emitter("message", values.message),
} as const;

function emitter<T>(
  kind: keyof typeof values,
  schema: Schema<{id: Namespace; event: T}>,
): (context: Context, id: Namespace, event: T) => void {
  return (context, id, event) =>
    context.emit(
      roothashAppName,
      attribute(kind, encode(schema, {id, event})),
      attribute(runtimeIdAttribute, utf8(toBase64(id))),
    );
}
