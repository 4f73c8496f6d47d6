import {createHash} from "node:crypto";
import {Blake2Xb} from "./blake2xb.ts";
import {type Element, encodeElement, pickScalar, scalars, sumOf, timesSecret} from "./group.ts";

/** Proof that two elements have the same logarithm x, relative to bases A and B. */
export interface DleqProof {
  readonly challenge: bigint;
  readonly response: bigint;
  /** Commitments to the nonce: v·A and v·B. */
  readonly commitmentA: Element;
  readonly commitmentB: Element;
}

/** What a proof is about: `imageA` = x·`baseA` and `imageB` = x·`baseB`. */
export interface DleqStatement {
  readonly baseA: Element;
  readonly baseB: Element;
  readonly imageA: Element;
  readonly imageB: Element;
}

export interface DleqSecret {
  readonly baseA: Element;
  readonly baseB: Element;
  readonly secret: bigint;
}

/**
 * Whether vA = r·A + c·xA and vB = r·B + c·xB. The challenge c is taken as given and NOT recomputed from the
 * commitments, so the proof binds nothing: an oddity of the reference that has to be kept, for what it accepts is part of
 * consensus (primitives-mkvs §3.5). PERF: two double multiplications.
 */
export function verifyDleq({baseA, baseB, imageA, imageB}: DleqStatement, proof: DleqProof): boolean {
  const {challenge, response, commitmentA, commitmentB} = proof;
  const opened = (base: Element, image: Element): Element =>
    sumOf([
      [response, base],
      [challenge, image],
    ]);
  return commitmentA.equals(opened(baseA, imageA)) && commitmentB.equals(opened(baseB, imageB));
}

/** Images and proofs of several secrets, with one challenge in common over all of them. */
export function proveDleq(
  secrets: readonly DleqSecret[],
  random: (length: number) => Uint8Array,
): (DleqStatement & DleqProof)[] {
  const parts = secrets.map(({baseA, baseB, secret}) => {
    const nonce = pickScalar(random);
    return {
      baseA,
      baseB,
      secret,
      nonce,
      imageA: timesSecret(secret, baseA),
      imageB: timesSecret(secret, baseB),
      commitmentA: timesSecret(nonce, baseA),
      commitmentB: timesSecret(nonce, baseB),
    };
  });
  const challenge = challengeOf([
    ...parts.map(({imageA}) => imageA),
    ...parts.map(({imageB}) => imageB),
    ...parts.map(({commitmentA}) => commitmentA),
    ...parts.map(({commitmentB}) => commitmentB),
  ]);
  return parts.map(({secret, nonce, ...proof}) => ({
    ...proof,
    challenge,
    response: scalars.sub(nonce, scalars.mul(challenge, secret)),
  }));
}

/** The challenge as the reference derives it: a scalar drawn from the stream seeded with the SHA-256 of the elements. */
function challengeOf(elements: readonly Element[]): bigint {
  const hash = createHash("sha256");
  for (const element of elements) hash.update(encodeElement(element));
  const stream = new Blake2Xb(hash.digest());
  return pickScalar((length) => stream.read(length));
}
