import {
  bool,
  bytes,
  list,
  map,
  nullable,
  omitEmpty,
  rawMessage,
  struct,
  u8,
  u64,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Epoch, Height} from "@oasis-node/primitives/epoch";
import {Commit, PvssInstance, Reveal} from "@oasis-node/primitives/pvss";
import {PublicKey} from "@oasis-node/primitives/signature";

/** Body of `beacon.PVSSCommit` (consensus-paratime §1.6.3). */
export const PvssCommit = struct("beacon.PVSSCommit", {
  epoch: Epoch,
  round: u64,
  commit: omitEmpty(nullable(Commit)),
});
export type PvssCommit = ValueOf<typeof PvssCommit>;

/** Body of `beacon.PVSSReveal` (consensus-paratime §1.6.3). */
export const PvssReveal = struct("beacon.PVSSReveal", {
  epoch: Epoch,
  round: u64,
  reveal: omitEmpty(nullable(Reveal)),
});
export type PvssReveal = ValueOf<typeof PvssReveal>;

/** Stages of a PVSS round; a plain number in JSON too (consensus-paratime §1.6). */
export const pvssRoundStates = {invalid: 0, commit: 1, reveal: 2, complete: 3} as const;

const round = {
  height: omitEmpty(Height),
  epoch: omitEmpty(Epoch),
  round: omitEmpty(u64),
  state: omitEmpty(u8),
};

const roundEnd = {
  participants: omitEmpty(list(PublicKey)),
  entropy: omitEmpty(bytes),
  badParticipants: omitEmpty(map(PublicKey, bool)),
  commitDeadline: omitEmpty(Height),
  revealDeadline: omitEmpty(Height),
  transitionHeight: omitEmpty(Height),
  runtimeDisableHeight: omitEmpty(Height),
};

/** State of the running PVSS round, state key `44` (consensus-paratime §1.6). */
export const PvssState = struct("beacon.PVSSState", {
  ...round,
  instance: omitEmpty(nullable(PvssInstance)),
  ...roundEnd,
});
export type PvssState = ValueOf<typeof PvssState>;

/** The same, with the thousands of points and scalars of the instance left undecoded: most blocks need none of them. */
export const PvssOutline = struct("beacon.PVSSState", {
  ...round,
  instance: omitEmpty(rawMessage),
  ...roundEnd,
});
export type PvssOutline = ValueOf<typeof PvssOutline>;

/** Value of the event `pvss_round` (consensus-paratime §1.3). */
export const PvssEvent = struct("beacon.PVSSEvent", {...round, participants: omitEmpty(list(PublicKey))});
export type PvssEvent = ValueOf<typeof PvssEvent>;
