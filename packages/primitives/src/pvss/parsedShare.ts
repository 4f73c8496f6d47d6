import type {DleqProof} from "./dleq.ts";
import type {Element} from "./group.ts";
import type {CommitShare, PubVerShare} from "./messages.ts";
import {elementOf, type Point, pointOf} from "./point.ts";
import {PvssError} from "./pvssError.ts";
import {numberOf, type Scalar, scalarOf} from "./scalar.ts";

/** A share with its values as group elements and numbers. */
export interface ParsedShare extends DleqProof {
  readonly value: Element;
}

export interface ParsedCommitShare extends ParsedShare {
  readonly polynomialValue: Element;
}

/** Takes a share apart. Throws `PvssError` when a part is missing or malformed. */
export function parseShare(share: PubVerShare): ParsedShare {
  return {
    value: part("PubVerShare V", elementOf, share.v),
    challenge: part("PubVerShare C", numberOf, share.c),
    response: part("PubVerShare R", numberOf, share.r),
    commitmentA: part("PubVerShare VG", elementOf, share.vg),
    commitmentB: part("PubVerShare VH", elementOf, share.vh),
  };
}

/** Takes a commit share apart. Throws `PvssError` when a part is missing or malformed. */
export function parseCommitShare({polyV, pubVerShare}: CommitShare): ParsedCommitShare {
  return {
    polynomialValue: part("CommitShare PolyV", elementOf, polyV),
    ...part("CommitShare PubVerShare", parseShare, pubVerShare),
  };
}

/** The share for the wire. */
export function toShare(value: Element, proof: DleqProof): PubVerShare {
  return {
    v: pointOf(value),
    c: scalarOf(proof.challenge),
    r: scalarOf(proof.response),
    vg: pointOf(proof.commitmentA),
    vh: pointOf(proof.commitmentB),
  };
}

function part<In extends Point | Scalar | PubVerShare, Out>(
  name: string,
  parse: (value: In) => Out,
  value: In,
): Out {
  return PvssError.within("malformedPoint", `pvss/s11n: invalid ${name}`, () => parse(value));
}
