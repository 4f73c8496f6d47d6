import {HaltError} from "@oasis-node/state-transition/context";

/** How a node ended. */
export type NodeEnd =
  /** It was told to, or has been deregistered on request. */
  | {readonly kind: "stopped"}
  /** The chain stops here by plan: its halt epoch, or an upgrade that needs other software. */
  | {readonly kind: "halted"; readonly error: HaltError}
  /** The chain cannot go on. */
  | {readonly kind: "failed"; readonly error: unknown};

/** Exit codes of a node (cli-config-grpc §2.1); 3 is ours, for a planned halt. */
export const exitCodes = {stopped: 0, start: 1, failed: 2, halted: 3} as const;

export function endOf(error: unknown): NodeEnd {
  const isPlanned = error instanceof HaltError && (error.code === "haltEpoch" || error.code === "upgrade");
  return isPlanned ? {kind: "halted", error} : {kind: "failed", error};
}
