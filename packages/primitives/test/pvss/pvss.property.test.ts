import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {HmacDrbg} from "../../src/drbg/index.ts";
import {
  type Dealer,
  generatePvssKeyPair,
  makeCommit,
  makeReveal,
  newDealer,
  newPvssInstance,
  PvssError,
  type PvssInstance,
  processCommit,
  processReveal,
  recover,
} from "../../src/pvss/index.ts";

const seed = 20_221_111;

/** An instance with everybody's key. */
function setUp(
  entropy: Uint8Array,
  count: number,
  threshold: number,
): {instance: PvssInstance; dealers: Dealer[]} {
  const drbg = new HmacDrbg({entropy});
  const random = (length: number): Uint8Array => drbg.read(length);
  const keys = Array.from({length: count}, () => generatePvssKeyPair(random));
  const instance = newPvssInstance(
    keys.map(({point}) => point),
    BigInt(threshold),
  );
  return {instance, dealers: keys.map(({scalar}) => newDealer(instance, scalar, random))};
}

const sizes = fc.integer({min: 2, max: 4}).chain((count) =>
  fc.record({
    count: fc.constant(count),
    threshold: fc.integer({min: 1, max: count}),
    order: fc.shuffledSubarray([...Array(count).keys()], {minLength: count}),
    entropy: fc.uint8Array({minLength: 32, maxLength: 32}),
  }),
);

describe(`PVSS, seed ${seed}`, () => {
  test("everybody recovers the same entropy, whoever of at least the threshold reveals", () => {
    fc.assert(
      fc.property(sizes, ({count, threshold, order, entropy}) => {
        const {instance, dealers} = setUp(entropy, count, threshold);
        // Every dealer holds a view in which the others' commits have been processed with its own key.
        const commits = dealers.map((dealer) => makeCommit(instance, dealer).commit);
        const views = dealers.map((dealer) =>
          commits.reduce((view, commit) => processCommit(view, commit, dealer), instance),
        );
        const reveals = dealers.map((dealer) => makeReveal(views[dealer.index] ?? instance, dealer).reveal);
        const verifier = commits.reduce((view, commit) => processCommit(view, commit), instance);
        const all = reveals.reduce(processReveal, verifier);
        const some = order
          .slice(0, threshold)
          .reduce((view, i) => reveals.slice(i, i + 1).reduce(processReveal, view), verifier);
        expect(recover(some).entropy).toEqual(recover(all).entropy);
        expect(recover(some).contributors).toEqual(
          order
            .slice(0, threshold)
            .toSorted((a, b) => a - b)
            .map(BigInt),
        );
      }),
      {seed, numRuns: 4},
    );
  });

  test("without the private key there is nothing to reveal", () => {
    const {instance, dealers} = setUp(new Uint8Array(32).fill(3), 2, 1);
    const [dealer, other] = dealers;
    if (dealer === undefined || other === undefined) throw new RangeError("two dealers");
    const {commit, instance: committed} = makeCommit(instance, dealer);
    expect(() => makeCommit(committed, dealer)).toThrow("received multiple commits for participant: 0");
    expect(() => makeReveal(instance, dealer)).toThrow("pvss/reveal: insufficient valid commits");
    expect(() => makeReveal(processCommit(instance, commit), dealer)).toThrow(
      "pvss/reveal: missing share: 0",
    );
    expect(makeReveal(committed, dealer).reveal.decryptedShares?.size).toBe(1);
    expect(() => makeReveal(processCommit(instance, commit, other), dealer)).toThrow(PvssError);
  });

  test("a source of randomness that is stuck is noticed", () => {
    for (const byte of [0, 0xff]) {
      expect(() => generatePvssKeyPair((length) => new Uint8Array(length).fill(byte))).toThrow(
        "pvss: failed to generate scalar",
      );
    }
    expect(() => generatePvssKeyPair(() => new Uint8Array(3).fill(1))).toThrow(PvssError);
  });
});
