import {
  field,
  int,
  list,
  map,
  nullable,
  omitEmpty,
  struct,
  text,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Quantity} from "@oasis-node/primitives/quantity";
import {enumeration} from "../enumeration/index.ts";

/** What stake has to be held for (consensus-core §4.2). */
export const thresholdKinds = {
  entity: 0n,
  nodeValidator: 1n,
  nodeCompute: 2n,
  nodeStorage: 3n,
  nodeKeymanager: 4n,
  runtimeCompute: 5n,
  runtimeKeymanager: 6n,
} as const;

/** One of `thresholdKinds`; an integer in CBOR, text in JSON, where an unknown kind is written but not read. */
export const ThresholdKind = enumeration("staking.ThresholdKind", int, thresholdKinds, {
  unknownText: "[unknown threshold kind]",
});
export type ThresholdKind = ValueOf<typeof ThresholdKind>;

/** A claimed threshold: one of the global ones, or an amount in base units (consensus-core §2.2). */
export const StakeThreshold = struct("staking.StakeThreshold", {
  global: omitEmpty(nullable(ThresholdKind)),
  constant: field("const", omitEmpty(nullable(Quantity))),
});
export type StakeThreshold = ValueOf<typeof StakeThreshold>;

/** Claims on the active escrow of an account, by claim identifier (consensus-core §2.2). */
export const StakeAccumulator = struct("staking.StakeAccumulator", {
  claims: omitEmpty(map(text, list(StakeThreshold))),
});
export type StakeAccumulator = ValueOf<typeof StakeAccumulator>;
