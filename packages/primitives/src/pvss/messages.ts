import {embed, int, list, map, nullable, omitEmpty, struct, type ValueOf} from "../cbor/index.ts";
import {Point} from "./point.ts";
import {Scalar} from "./scalar.ts";

/** A share with the proof that it is right: `v` share, `c` challenge, `r` response, `vg` and `vh` proof commitments. */
export const PubVerShare = struct("pvss.PubVerShare", {v: Point, c: Scalar, r: Scalar, vg: Point, vh: Point});
export type PubVerShare = ValueOf<typeof PubVerShare>;

/** An encrypted share and the value of the public polynomial for it. */
export const CommitShare = struct("pvss.CommitShare", {polyV: Point, pubVerShare: embed(PubVerShare)});
export type CommitShare = ValueOf<typeof CommitShare>;

/** What a dealer publishes: a share for every participant, in their order. */
export const Commit = struct("pvss.Commit", {index: int, shares: list(nullable(CommitShare))});
export type Commit = ValueOf<typeof Commit>;

/** What a participant publishes then: its decrypted share of every commit, by the dealer's index. */
export const Reveal = struct("pvss.Reveal", {index: int, decryptedShares: map(int, nullable(PubVerShare))});
export type Reveal = ValueOf<typeof Reveal>;

/** A stored commit, with the own share of it where the private key is held (never in consensus state). */
export const CommitState = struct("pvss.CommitState", {
  commit: nullable(Commit),
  decryptedShare: omitEmpty(nullable(PubVerShare)),
});
export type CommitState = ValueOf<typeof CommitState>;

/** State of one execution of the protocol. `decryptedShares` repeats the reveals by dealer, then revealer. */
export const PvssInstance = struct("pvss.Instance", {
  participants: list(Point),
  commits: map(int, nullable(CommitState)),
  reveals: map(int, nullable(Reveal)),
  decryptedShares: map(int, map(int, nullable(PubVerShare))),
  threshold: int,
});
export type PvssInstance = ValueOf<typeof PvssInstance>;
