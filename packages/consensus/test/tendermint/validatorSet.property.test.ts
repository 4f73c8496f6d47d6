import {compare, toHex} from "@oasis-node/primitives/bytes";
import fc from "fast-check";
import {expect, test} from "vitest";
import {
  incrementProposerPriority,
  maxTotalVotingPower,
  newValidatorSet,
  proposerOf,
  totalVotingPower,
  updateWithChangeSet,
  type ValidatorSet,
} from "../../src/tendermint/index.ts";
import {sampleValidators} from "./sampleValidators.ts";

const options = {seed: 11, numRuns: 150};
const power = fc.oneof(
  fc.bigInt(1n, 10n),
  fc.bigInt(1n, 10n ** 12n),
  fc.bigInt(1n, maxTotalVotingPower / 16n),
);
const powers = fc.array(power, {minLength: 1, maxLength: 12});

/** What holds after every turn and every change. */
function expectInvariants(set: ValidatorSet): void {
  const {validators} = set;
  const total = validators.reduce((sum, {votingPower}) => sum + votingPower, 0n);
  expect(totalVotingPower(set)).toBe(total);
  const priorities = validators.map(({proposerPriority}) => proposerPriority);
  const sum = priorities.reduce((a, b) => a + b, 0n);
  expect(sum).toBeLessThan(BigInt(validators.length));
  expect(sum).toBeGreaterThan(-BigInt(validators.length));
  const sorted = priorities.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  // A turn moves the priorities apart by at most what everybody gains and the proposer pays.
  expect((sorted.at(-1) ?? 0n) - (sorted[0] ?? 0n)).toBeLessThanOrEqual(4n * total);
  for (const [i, next] of validators.slice(1).entries()) {
    const one = validators[i] ?? next;
    const inOrder =
      one.votingPower > next.votingPower ||
      (one.votingPower === next.votingPower && compare(one.address, next.address) < 0);
    expect(inOrder).toBe(true);
  }
}

test("turns and changes keep order, total and bounds of the priorities", () => {
  const steps = fc.array(
    fc.tuple(fc.integer({min: 1, max: 5}), fc.array(fc.bigInt(0n, 10n ** 9n), {maxLength: 12})),
    {
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(powers, steps, (start, changes) => {
      let set = newValidatorSet(sampleValidators(start));
      expectInvariants(set);
      for (const [times, next] of changes) {
        set = incrementProposerPriority(set, times);
        expectInvariants(set);
        const known = new Set(set.validators.map(({address}) => toHex(address)));
        const wanted = sampleValidators(next).filter(
          ({address, votingPower}) => votingPower > 0n || known.has(toHex(address)),
        );
        if (wanted.every(({votingPower}) => votingPower === 0n)) continue;
        set = updateWithChangeSet(set, wanted);
        expectInvariants(set);
      }
    }),
    options,
  );
});

test("validators propose in proportion to their power", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({min: 1, max: 20}), {minLength: 1, maxLength: 8}), (small) => {
      let set = newValidatorSet(sampleValidators(small.map(BigInt)));
      const rounds = small.reduce((a, b) => a + b, 0);
      const turns = new Map<string, number>();
      for (let i = 0; i < rounds; i++) {
        const address = toHex(proposerOf(set)?.address ?? new Uint8Array());
        turns.set(address, (turns.get(address) ?? 0) + 1);
        set = incrementProposerPriority(set, 1);
      }
      for (const {address, votingPower} of set.validators) {
        expect(turns.get(toHex(address))).toBe(Number(votingPower));
      }
    }),
    options,
  );
});

test("several turns at once are as many turns one by one, unless priorities must be scaled", () => {
  fc.assert(
    fc.property(powers, fc.integer({min: 1, max: 20}), (start, times) => {
      const set = newValidatorSet(sampleValidators(start));
      const atOnce = incrementProposerPriority(set, times);
      let step = set;
      for (let i = 0; i < times; i++) step = incrementProposerPriority(step, 1);
      expect(proposerOf(step)?.address).toEqual(proposerOf(atOnce)?.address);
    }),
    options,
  );
});
