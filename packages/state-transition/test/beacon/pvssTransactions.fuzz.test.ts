import {makeCommit} from "@oasis-node/primitives/pvss";
import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {BeaconError} from "../../src/beacon/beaconError.ts";
import {dump} from "../appContext.ts";
import {begin, commitBody, dealerOf, deliver, type Member, members, roundOf, world} from "./world.ts";

const seed = 20_221_123;
const [first] = members as [Member];

describe(`bodies of beacon transactions, seed ${seed}`, () => {
  const tree = world();
  begin(tree, 2n);
  const good = commitBody(tree, makeCommit(roundOf(tree).instance, dealerOf(tree, first)).commit);
  const mutated = fc
    .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), {minLength: 1, maxLength: 3})
    .map((edits) => {
      const bytes = new Uint8Array(good);
      for (const [at, byte] of edits) bytes[at] = byte;
      return bytes;
    });

  for (const method of ["beacon.PVSSCommit", "beacon.PVSSReveal"] as const) {
    test(`any bytes as ${method} are accepted or refused with a typed error, and the round stays as it is`, () => {
      const bodies = fc.oneof(fc.uint8Array({maxLength: 60}), mutated);
      fc.assert(
        fc.property(bodies, (body) => {
          const before = dump(tree)["44"];
          try {
            deliver(tree, 3n, first, method, body);
          } catch (error) {
            expect(error).toBeInstanceOf(BeaconError);
            expect(dump(tree)["44"]).toBe(before);
          }
        }),
        {seed, numRuns: 300},
      );
    });
  }
});
