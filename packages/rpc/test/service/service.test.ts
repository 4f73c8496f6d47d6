import {text, u64} from "@oasis-node/primitives/cbor";
import {describe, expect, test} from "vitest";
import {type Api, defineService, methodPath, stream, unary} from "../../src/service/index.ts";

const clock = defineService("Clock", {
  name: unary(null, text),
  shift: unary(u64, null),
  governanceDeposits: unary(u64, u64, "methodGovernanceDeposits"),
  watch: stream(null, u64),
});

/** Types are checked by the compiler: this has to be what the table says, no more and no less. */
const local: Api<typeof clock> = {
  name: async () => "here",
  shift: async (_by: bigint) => {},
  governanceDeposits: async (height) => height + 1n,
  watch: async function* (_request, options) {
    if (options?.signal?.aborted !== true) yield 1n;
  },
};

describe("a service declared once", () => {
  test("gives the types of its calls", async () => {
    expect(await local.name()).toBe("here");
    expect(await local.shift(3n)).toBeUndefined();
    expect(await local.governanceDeposits(1n)).toBe(2n);
    const seen: bigint[] = [];
    for await (const tick of local.watch()) seen.push(tick);
    expect(seen).toEqual([1n]);
  });

  test("names its methods on the wire", () => {
    expect(methodPath("Clock", "shift", null)).toBe("/oasis-core.Clock/Shift");
    const {wireName} = clock.methods.governanceDeposits;
    expect(methodPath("Clock", "governanceDeposits", wireName)).toBe(
      "/oasis-core.Clock/methodGovernanceDeposits",
    );
  });
});
