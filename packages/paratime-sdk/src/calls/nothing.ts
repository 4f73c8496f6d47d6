import {bool, mapped, nullable, type Schema} from "@oasis-node/primitives/cbor";

/** No arguments, or no result: null on the wire, and nothing else. */
export const nothing: Schema<null> = mapped(nullable(bool), {
  name: "paratime.Nothing",
  // Null refuses what it does not come from.
  to: () => null,
  from: () => null,
});
