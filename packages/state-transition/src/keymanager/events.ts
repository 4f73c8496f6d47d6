import {encode, list} from "@oasis-node/primitives/cbor";
import {attribute, type Context} from "../context/index.ts";
import {KeymanagerStatus} from "./types/index.ts";

/** Name of the application, which its events carry (consensus-core §1.1). */
export const keymanagerAppName = "999_keymanager";

/** Attribute key of the event that statuses changed; its value is the list of those (consensus-paratime §4.1). */
export const keymanagerStatusKey = "status";

/** Value of the event that statuses changed. */
export const KeymanagerStatuses = list(KeymanagerStatus);

/** Emits changed statuses; none is no event. */
export function emitStatuses(ctx: Context, statuses: KeymanagerStatus[]): void {
  if (statuses.length === 0) return;
  ctx.emit(keymanagerAppName, attribute(keymanagerStatusKey, encode(KeymanagerStatuses, statuses)));
}
