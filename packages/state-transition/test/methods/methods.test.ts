import {encode} from "@oasis-node/primitives/cbor";
import {stringifyJson} from "@oasis-node/primitives/json";
import {prepareContext, signingContexts} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {describe, expect, test} from "vitest";
import {Transaction} from "../../src/consensus/index.ts";
import {
  decodeBody,
  prettyTransaction,
  transactionFromPretty,
  transactionMethod,
  transactionMethods,
  UnknownMethodError,
} from "../../src/methods/index.ts";
import {MultiSignedNode, Node} from "../../src/node/index.ts";

const names = Object.keys(transactionMethods);

describe("the table of methods", () => {
  test("has every method of the protocol (consensus-core §1.1)", () => {
    expect(names.filter((name) => name.startsWith("staking."))).toHaveLength(7);
    expect(names.filter((name) => name.startsWith("registry."))).toHaveLength(5);
    expect(names).toHaveLength(21);
  });

  test("knows a method by its full name only", () => {
    expect(transactionMethod("staking.Transfer")?.body.name).toBe("staking.Transfer");
    for (const name of ["", "Transfer", "staking.transfer", "constructor", "__proto__"]) {
      expect(transactionMethod(name)).toBeUndefined();
    }
  });

  test("has two critical methods", () => {
    const critical = names.filter((name) => transactionMethod(name)?.critical);
    expect(critical).toEqual(["beacon.PVSSCommit", "beacon.PVSSReveal"]);
  });
});

describe("a transaction for people", () => {
  test("shows the node descriptor that is signed, and gives the same bytes back", async () => {
    const node = Node.make({v: 1, roles: 1});
    const context = prepareContext(signingContexts.registerNode);
    const signers = [testSigner("a"), testSigner("b")];
    const body = encode(MultiSignedNode.envelope, await MultiSignedNode.sign(signers, context, node));
    const transaction = Transaction.make({method: "registry.RegisterNode", body});
    const pretty = prettyTransaction(transaction);
    expect(stringifyJson(pretty)).toContain('"body":{"untrusted_raw_value":{"v":1,"id":"');
    expect(encode(Transaction, transactionFromPretty(pretty))).toEqual(encode(Transaction, transaction));
  });

  test("without a body has the zero value of it", () => {
    const transaction = Transaction.make({method: "staking.Burn"});
    expect(decodeBody(transaction)).toEqual({amount: 0n});
    expect(stringifyJson(prettyTransaction(transaction))).toBe(
      '{"nonce":0,"method":"staking.Burn","body":{"amount":"0"}}',
    );
  });

  test("of an unknown method is refused", () => {
    const transaction = Transaction.make({method: "staking.Steal"});
    expect(() => prettyTransaction(transaction)).toThrow(UnknownMethodError);
    expect(() => transactionFromPretty({method: "staking.Steal"})).toThrow(UnknownMethodError);
  });
});
