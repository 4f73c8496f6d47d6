import {compare, utf8} from "@oasis-node/primitives/bytes";
import {HmacDrbg, MathRand} from "@oasis-node/primitives/drbg";
import type {PublicKey} from "@oasis-node/primitives/signature";

const personalization = utf8("EkB-validator");

/**
 * Validators in the order in which they are asked to take part: by power, those of equal power at random with the last
 * beacon, or by key before there is one (consensus-paratime §1.6.1).
 */
export function candidateOrder(
  powers: Iterable<readonly [PublicKey, bigint]>,
  beacon: Uint8Array | null,
): PublicKey[] {
  const candidates = [...powers].sort(([a], [b]) => compare(a, b));
  if (beacon !== null && beacon.length > 0) {
    new MathRand(new HmacDrbg({entropy: beacon, personalization})).shuffle(candidates);
  }
  return candidates.sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0)).map(([key]) => key);
}
