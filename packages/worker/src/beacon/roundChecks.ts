import {equal} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {
  Commit,
  type Dealer,
  type PvssInstance,
  processCommit,
  processReveal,
  Reveal,
  recover,
} from "@oasis-node/primitives/pvss";
import type {PvssState} from "@oasis-node/state-transition/beacon";
import {RoundError} from "./roundError.ts";

/**
 * The own instance with the commits of all others, each verified. Throws `RoundError` when a commit that was known is
 * missing or another now, `PvssError` for one that is not valid. PERF: as `processCommit`, for each other participant.
 */
export function mergeCommits(own: PvssInstance, state: PvssState, dealer: Dealer): PvssInstance {
  let merged = own;
  for (const index of indexes(state)) {
    const known = own.commits?.get(index)?.commit ?? null;
    const stored = state.instance?.commits?.get(index)?.commit ?? null;
    if (stored === null) {
      if (known !== null) throw problem("missingCommit", "consensus instance missing commit", index);
    } else if (known === null) {
      merged = processCommit(merged, stored, dealer);
    } else if (!equal(encode(Commit, known), encode(Commit, stored))) {
      throw problem("changedCommit", "existing commit changed", index);
    }
  }
  return merged;
}

/** Recovers the entropy from all reveals and compares it. Throws `RoundError`, `PvssError`. */
export function verifyOutcome(own: PvssInstance, state: PvssState): void {
  let merged = own;
  for (const index of indexes(state)) {
    const known = own.reveals?.get(index) ?? null;
    const stored = state.instance?.reveals?.get(index) ?? null;
    // A reveal of our own that did not arrive in time does not matter for the others.
    if (stored === null) continue;
    if (known === null) merged = processReveal(merged, stored);
    else if (!equal(encode(Reveal, known), encode(Reveal, stored)))
      throw problem("changedReveal", "existing reveal changed", index);
  }
  const {entropy} = recover(merged);
  if (!equal(entropy, state.entropy ?? new Uint8Array()))
    throw new RoundError("wrongEntropy", "recover: entropy mismatch");
}

function indexes({participants}: PvssState): bigint[] {
  return (participants ?? []).map((_, index) => BigInt(index));
}

function problem(
  code: "missingCommit" | "changedCommit" | "changedReveal",
  text: string,
  index: bigint,
): RoundError {
  return new RoundError(code, `${text} (participant_index: ${index})`, {details: {index}});
}
