import {list, struct, text, time, type ValueOf} from "@oasis-node/primitives/cbor";
import {Quantity} from "@oasis-node/primitives/quantity";
import {defineService, unary} from "../service/index.ts";

/** A claim on the entity's escrow and what is there for it, in base units. */
export const StakeReport = struct("node.StakeReport", {
  claim: text,
  need: Quantity,
  have: Quantity,
  missing: Quantity,
});
export type StakeReport = ValueOf<typeof StakeReport>;

/** How the registration stands. */
export const RegistrationReport = struct("node.RegistrationReport", {
  /** Go's zero time before the first. */
  lastRegistration: time,
  /** Claim by claim, as long as the escrow does not cover the next registration; else null. */
  stake: list(StakeReport),
});
export type RegistrationReport = ValueOf<typeof RegistrationReport>;

/** What a node tells people beyond the reference's services, whose answers are fixed; on the local socket only. */
export const nodeReportService = defineService("NodeReport", {
  getRegistration: unary(null, RegistrationReport),
});
