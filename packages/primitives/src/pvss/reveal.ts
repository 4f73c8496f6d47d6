import type {Dealer} from "./dealer.ts";
import {verifyDleq} from "./dleq.ts";
import {type Element, generator} from "./group.ts";
import {mayReveal} from "./instance.ts";
import type {PubVerShare, PvssInstance, Reveal} from "./messages.ts";
import {type ParsedShare, parseShare} from "./parsedShare.ts";
import {elementOf} from "./point.ts";
import {PvssError} from "./pvssError.ts";

/**
 * The instance after a reveal, which is taken to be from whom it says: one decrypted share of every commit, verified
 * against the encrypted one. Throws `PvssError` `badReveal` and leaves the instance as it was (primitives-mkvs §3.5).
 * PERF: two double multiplications a commit.
 */
export function processReveal(instance: PvssInstance, reveal: Reveal): PvssInstance {
  const revealer = checkReveal(instance, reveal);
  const shares: [dealer: bigint, share: PubVerShare, parsed: ParsedShare][] = [];
  for (const [dealer, share] of reveal.decryptedShares ?? []) {
    if (share === null) throw bad(`missing share: ${dealer}`);
    const parsed = PvssError.within("badReveal", `pvss/reveal: share ${dealer} malformed`, () =>
      parseShare(share),
    );
    shares.push([dealer, share, parsed]);
  }
  for (const [dealer, , parsed] of shares) {
    const statement = {
      baseA: generator,
      baseB: parsed.value,
      imageA: revealer,
      imageB: encryptedShare(instance, dealer, reveal.index),
    };
    if (!verifyDleq(statement, parsed)) {
      throw bad(
        `failed to verify decrypted share (${reveal.index}:${dealer}): verification of decrypted share failed`,
      );
    }
  }
  const decryptedShares = new Map(instance.decryptedShares);
  for (const [dealer, share] of shares) {
    decryptedShares.set(dealer, new Map(decryptedShares.get(dealer)).set(reveal.index, share));
  }
  return {...instance, reveals: new Map(instance.reveals).set(reveal.index, reveal), decryptedShares};
}

/** Makes the dealer's reveal and takes it in. Throws `PvssError`, as when commits are too few. */
export function makeReveal(
  instance: PvssInstance,
  dealer: Dealer,
): {readonly reveal: Reveal; readonly instance: PvssInstance} {
  if (!mayReveal(instance).ready) throw bad("insufficient valid commits");
  const decryptedShares = new Map<bigint, PubVerShare | null>();
  for (const [index, state] of instance.commits ?? []) {
    decryptedShares.set(index, state?.decryptedShare ?? null);
  }
  const reveal = {index: BigInt(dealer.index), decryptedShares};
  const after = PvssError.within("badReveal", "pvss/reveal: failed to process own reveal", () =>
    processReveal(instance, reveal),
  );
  return {reveal, instance: after};
}

/** Checks what needs no cryptography; gives the revealer's public point. */
function checkReveal(instance: PvssInstance, {index, decryptedShares}: Reveal): Element {
  const participant = instance.participants?.[Number(index)];
  if (index < 0n || participant === undefined) throw bad(`invalid reveal index: ${index}`);
  if ((instance.reveals?.get(index) ?? null) !== null) {
    throw bad(`received multiple reveals for participant: ${index}`);
  }
  const count = decryptedShares?.size ?? 0;
  if (count !== (instance.commits?.size ?? 0)) throw bad(`invalid number of decrypted shares: ${count}`);
  return elementOf(participant);
}

function encryptedShare({commits}: PvssInstance, dealer: bigint, revealer: bigint): Element {
  const share = commits?.get(dealer)?.commit?.shares?.[Number(revealer)] ?? null;
  if (share === null) throw bad(`reveal for missing commit: ${dealer}`);
  return elementOf(share.pubVerShare.v);
}

function bad(problem: string): PvssError {
  return new PvssError("badReveal", `pvss/reveal: ${problem}`);
}
