import type {Version} from "@oasis-node/primitives/version";
import type {CapabilityTee} from "@oasis-node/state-transition/node";

/** What happens to a hosted runtime (runtime-workers §2.5). */
export type RuntimeEvent =
  | {readonly kind: "started"; readonly version: Version; readonly capabilityTee: CapabilityTee | null}
  | {readonly kind: "failedToStart"; readonly error: unknown}
  | {readonly kind: "stopped"}
  /** It has been attested again. */
  | {readonly kind: "updated"; readonly capabilityTee: CapabilityTee};
