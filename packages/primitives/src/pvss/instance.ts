import type {PvssInstance} from "./messages.ts";
import {elementOf, type Point} from "./point.ts";
import {PvssError} from "./pvssError.ts";

/** Whether a step may be taken, and how many commits or reveals there are. */
export interface Readiness {
  readonly ready: boolean;
  readonly count: number;
}

const minParticipants = 2;
const maxParticipants = 2 ** 31 - 1;

/**
 * A new execution of the protocol: at least two participants, 1 ≤ `threshold` ≤ their number. Throws `PvssError`
 * `badConfiguration`.
 */
export function newPvssInstance(participants: readonly Point[], threshold: bigint): PvssInstance {
  const count = participants.length;
  if (count < minParticipants) throw bad(`insufficient participants: ${count}`);
  if (count > maxParticipants) throw bad(`too many participants: ${count}`);
  if (threshold <= 0n || threshold > count) throw bad(`insufficient threshold: ${threshold}`);
  for (const [i, point] of participants.entries()) {
    PvssError.within("badConfiguration", `pvss/new: invalid point for participant ${i}`, () =>
      elementOf(point),
    );
  }
  return {
    participants: [...participants],
    commits: new Map(),
    reveals: new Map(),
    decryptedShares: new Map(),
    threshold,
  };
}

/** Whether there are enough commits to reveal, and their number. */
export function mayReveal({commits, threshold}: PvssInstance): Readiness {
  const count = commits?.size ?? 0;
  return {ready: BigInt(count) >= threshold, count};
}

/** Whether enough commits have enough decrypted shares to recover, and the number of reveals. */
export function mayRecover({participants, decryptedShares, reveals, threshold}: PvssInstance): Readiness {
  const recoverable = (participants ?? []).filter(
    (_, i) => BigInt(decryptedShares?.get(BigInt(i))?.size ?? 0) >= threshold,
  );
  return {ready: BigInt(recoverable.length) >= threshold, count: reveals?.size ?? 0};
}

function bad(problem: string): PvssError {
  return new PvssError("badConfiguration", `pvss/new: ${problem}`);
}
