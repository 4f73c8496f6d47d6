import {encode, u8} from "@oasis-node/primitives/cbor";
import {asGas} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {
  ConsensusParameters,
  defineMethods,
  SignedTransaction,
  Transaction,
} from "../../src/consensus/index.ts";
import {Burn} from "../../src/staking/index.ts";
import {expectEncoding} from "../support.ts";

describe("encodings recorded from the reference (consensus-core §11)", () => {
  test("transaction", () => {
    expectEncoding(
      Transaction,
      {
        nonce: 1n,
        fee: {amount: 10n, gas: asGas(5n)},
        method: "staking.Burn",
        body: encode(Burn, {amount: 3n}),
      },
      "a463666565a2636761730566616d6f756e74410a64626f6479a166616d6f756e744103656e6f6e636501666d6574686f646c7374616b696e672e4275726e",
    );
  });

  test("parameters, all zero", () => {
    expectEncoding(
      ConsensusParameters,
      ConsensusParameters.make(),
      "a86b6d61785f74785f73697a65006d6d61785f626c6f636b5f676173006e6d61785f626c6f636b5f73697a65006e74696d656f75745f636f6d6d697400716d61785f65766964656e63655f73697a650073736b69705f74696d656f75745f636f6d6d6974f474656d7074795f626c6f636b5f696e74657276616c00781973746174655f636865636b706f696e745f696e74657276616c00",
    );
  });

  test("an envelope around nothing takes 154 bytes", () => {
    const {envelope} = SignedTransaction;
    expect(encode(envelope, {...envelope.zero(), untrustedRawValue: new Uint8Array()})).toHaveLength(154);
  });
});

test("methods are declared by their short names and known by their full ones", () => {
  const methods = defineMethods("m", {One: {body: u8}, Two: {body: Burn, critical: true}});
  expect(Object.keys(methods)).toEqual(["m.One", "m.Two"]);
  expect(methods["m.Two"].name).toBe("m.Two");
  expect(methods["m.Two"].body).toBe(Burn);
});
