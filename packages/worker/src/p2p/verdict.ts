/** What a handler makes of a message (runtime-workers §4.3 step 4). */
export type Verdict =
  | {readonly kind: "accepted"}
  /** Nothing for this handler; when no handler wants it, it counts as a temporary failure. */
  | {readonly kind: "unhandled"}
  /** It may be fine later: relayed, and tried again here. */
  | {readonly kind: "retry"; readonly reason: string}
  /** It will never be fine; relayed all the same where others may think otherwise. */
  | {readonly kind: "refused"; readonly reason: string; readonly relay: boolean};

export const accepted: Verdict = {kind: "accepted"};
export const unhandled: Verdict = {kind: "unhandled"};

export function retryLater(reason: string): Verdict {
  return {kind: "retry", reason};
}

export function refused(reason: string): Verdict {
  return {kind: "refused", reason, relay: false};
}

/** Refused here, for others to judge. */
export function onlyRelayed(reason: string): Verdict {
  return {kind: "refused", reason, relay: true};
}
