import {type DleqProof, proveDleq} from "./dleq.ts";
import {basePoint, type Element, generator, pickScalar, scalars, timesSecret} from "./group.ts";
import type {Commit, PubVerShare, PvssInstance} from "./messages.ts";
import {toShare} from "./parsedShare.ts";
import {elementOf, pointOf} from "./point.ts";
import {coordinate, evaluate} from "./polynomial.ts";
import {PvssError} from "./pvssError.ts";
import {numberOf, type Scalar} from "./scalar.ts";

/** A participant that holds its private key, and so can deal and reveal. */
export interface Dealer {
  /** Position among the participants. */
  readonly index: number;
  readonly scalar: Scalar;
  /** Source of secrets and proof nonces: that many random bytes. */
  readonly random: (length: number) => Uint8Array;
}

/** The participant with this private key. Throws `PvssError` `badPrivateKey` when it is none of them. */
export function newDealer(
  instance: PvssInstance,
  scalar: Scalar,
  random: (length: number) => Uint8Array,
): Dealer {
  const own = PvssError.within("badPrivateKey", "pvss: invalid private key", () =>
    timesSecret(numberOf(scalar), generator),
  );
  const index = (instance.participants ?? []).findIndex((point) => elementOf(point).equals(own));
  if (index < 0) throw new PvssError("badPrivateKey", "pvss: privateKey's point not in participant list");
  return {index, scalar, random};
}

/** A new secret, shared among the participants. PERF: six multiplications a participant. */
export function shareSecret({participants, threshold}: PvssInstance, {index, random}: Dealer): Commit {
  const coefficients = Array.from({length: Number(threshold)}, () => pickScalar(random));
  const secrets = (participants ?? []).map((point, i) => ({
    baseA: basePoint,
    baseB: elementOf(point),
    secret: evaluate(coefficients, coordinate(i)),
  }));
  const shares = proveDleq(secrets, random).map((proof) => ({
    polyV: pointOf(proof.imageA),
    pubVerShare: toShare(proof.imageB, proof),
  }));
  return {index: BigInt(index), shares};
}

/** The dealer's own share of a commit, decrypted: x⁻¹ times it, with a proof. */
export function decryptShare(encrypted: Element, {scalar, random}: Dealer): PubVerShare {
  const x = numberOf(scalar);
  const value = timesSecret(scalars.inv(x), encrypted);
  const proofs: readonly DleqProof[] = proveDleq([{baseA: generator, baseB: value, secret: x}], random);
  const [proof] = proofs;
  if (proof === undefined) throw new PvssError("badPrivateKey", "pvss: no proof for the decrypted share");
  return toShare(value, proof);
}
