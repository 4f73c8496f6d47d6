import {keyFormat, keyU32, keyU64} from "@oasis-node/primitives/keyFormat";

/** Where in the state things are that are no pairs of users; a pair's key is its text. */
export const stateKeys = {
  /** What a message was, by its index, until its result comes. */
  pendingMessage: keyFormat(0x00, keyU32),
  /** The epoch of the last batch. */
  epoch: keyFormat(0x02),
  /** Exists once the nonce has been used. */
  nonce: keyFormat(0xff, keyU64),
} as const;
