import {type Dealer, decryptShare, shareSecret} from "./dealer.ts";
import {verifyDleq} from "./dleq.ts";
import {basePoint} from "./group.ts";
import type {Commit, PubVerShare, PvssInstance} from "./messages.ts";
import {type ParsedCommitShare, parseCommitShare} from "./parsedShare.ts";
import {elementOf} from "./point.ts";
import {coordinate, type ElementAt, interpolate} from "./polynomial.ts";
import {PvssError} from "./pvssError.ts";

/**
 * The instance after a commit, which is taken to be from whom it says. Verifies every share; with `dealer`, decrypts its
 * own too. Throws `PvssError` `badCommit` and leaves the instance as it was (primitives-mkvs §3.5). PERF: two double
 * multiplications a participant, and a sum of `threshold` terms for each one from the threshold on.
 */
export function processCommit(instance: PvssInstance, commit: Commit, dealer?: Dealer): PvssInstance {
  const participants = instance.participants ?? [];
  const shares = parseShares(instance, commit);
  const polynomial = publicPolynomial(shares, instance.threshold);
  let decryptedShare: PubVerShare | null = null;
  for (const [i, participant] of participants.entries()) {
    const share = shares[i];
    if (share === undefined) throw bad(`missing share: ${i}`);
    const statement = {
      baseA: basePoint,
      baseB: elementOf(participant),
      imageA: polynomial(i),
      imageB: share.value,
    };
    const own = i === dealer?.index;
    if (!verifyDleq(statement, share)) {
      const step = own ? "decrypt share" : `verify encrypted share (${commit.index}:${i})`;
      throw bad(`failed to ${step}: verification of encrypted share failed`);
    }
    if (own) decryptedShare = decryptShare(share.value, dealer);
  }
  const commits = new Map(instance.commits).set(commit.index, {commit, decryptedShare});
  return {...instance, commits};
}

/** Makes the dealer's commit and takes it in. Throws `PvssError`, as when the dealer has committed before. */
export function makeCommit(
  instance: PvssInstance,
  dealer: Dealer,
): {readonly commit: Commit; readonly instance: PvssInstance} {
  const commit = shareSecret(instance, dealer);
  const after = PvssError.within("badCommit", "pvss/commit: failed to process own commit", () =>
    processCommit(instance, commit, dealer),
  );
  return {commit, instance: after};
}

function parseShares({participants, commits}: PvssInstance, {index, shares}: Commit): ParsedCommitShare[] {
  const count = participants?.length ?? 0;
  if ((shares?.length ?? 0) !== count) throw bad(`invalid number of shares: ${shares?.length ?? 0}`);
  if (index < 0n || index >= count) throw bad(`invalid commit index: ${index}`);
  if ((commits?.get(index) ?? null) !== null) {
    throw bad(`received multiple commits for participant: ${index}`);
  }
  return (shares ?? []).map((share, i) => {
    if (share === null) throw bad(`missing share: ${i}`);
    return PvssError.within("badCommit", `pvss/commit: share ${i} malformed`, () => parseCommitShare(share));
  });
}

/**
 * The polynomial through the values of the first `threshold` participants. The values of the others are never compared
 * with it – they are stored and that is all, as in the reference.
 */
function publicPolynomial(
  shares: readonly ParsedCommitShare[],
  threshold: bigint,
): (index: number) => ElementAt["element"] {
  const known = shares
    .slice(0, Number(threshold))
    .map(({polynomialValue}, index) => ({index, element: polynomialValue}));
  return (index) => known[index]?.element ?? interpolate(known, coordinate(index));
}

function bad(problem: string): PvssError {
  return new PvssError("badCommit", `pvss/commit: ${problem}`);
}
