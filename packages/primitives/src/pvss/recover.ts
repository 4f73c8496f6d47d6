import {createHash} from "node:crypto";
import {type Element, encodeElement} from "./group.ts";
import {mayRecover} from "./instance.ts";
import type {PubVerShare, PvssInstance} from "./messages.ts";
import {elementOf} from "./point.ts";
import {interpolate} from "./polynomial.ts";
import {PvssError} from "./pvssError.ts";

/** Outcome of an execution of the protocol. */
export interface Recovery {
  /** 32 bytes. */
  readonly entropy: Uint8Array;
  /** Indexes of the participants that revealed, ascending. */
  readonly contributors: readonly bigint[];
}

/**
 * The common entropy: SHA-256 over the secrets of all dealers, by index, that have enough decrypted shares. Throws
 * `PvssError` `notRecoverable` (primitives-mkvs §3.5). PERF: a sum of `threshold` terms a dealer.
 */
export function recover(instance: PvssInstance): Recovery {
  if (!mayRecover(instance).ready) throw bad("insufficient valid reveals");
  const {participants, decryptedShares, reveals, threshold} = instance;
  const hash = createHash("sha256").update("oasis-core/pvss: Hash points");
  for (let dealer = 0n; dealer < (participants?.length ?? 0); dealer++) {
    const shares = decryptedShares?.get(dealer);
    if (!shares || BigInt(shares.size) < threshold) continue;
    hash.update(encodeElement(secretOf(shares, threshold)));
  }
  const digest = hash.digest();
  return {
    entropy: new Uint8Array(digest.buffer, digest.byteOffset, digest.length),
    contributors: [...(reveals?.keys() ?? [])].sort(ascending),
  };
}

/** A dealer's secret, from the shares of the lowest revealers. They have been verified when they were revealed. */
function secretOf(shares: ReadonlyMap<bigint, PubVerShare | null>, threshold: bigint): Element {
  const lowest = [...shares].sort(([a], [b]) => ascending(a, b)).slice(0, Number(threshold));
  const elements = lowest.map(([index, share]) => {
    if (share === null) throw bad(`missing share of participant ${index}`);
    return {index: Number(index), element: elementOf(share.v)};
  });
  return interpolate(elements, 0n);
}

function ascending(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}

function bad(problem: string): PvssError {
  return new PvssError("notRecoverable", `pvss/recover: ${problem}`);
}
