import {stakingAddress} from "@oasis-node/primitives/address";
import {toHex} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {asGas} from "@oasis-node/primitives/epoch";
import {PublicKeyBlacklist, SignatureVerifier} from "@oasis-node/primitives/signature";
import {describe, expect, test} from "vitest";
import {HaltError, LimitedGas, type Mode} from "../../src/context/index.ts";
import {Entity, type SignedEntity} from "../../src/entity/index.ts";
import {entityClaim, registryKeys} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {deregisterEntity} from "../../src/registry/transactions/deregisterEntity.ts";
import {registerEntity} from "../../src/registry/transactions/registerEntity.ts";
import {contextFor, dump, eventsOf} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {
  claimsOf,
  inhabitedWorld,
  nodeDescriptor,
  publicKey,
  registerAt,
  runtime,
  setEscrow,
  signEntity,
  world,
} from "./world.ts";

const owner = publicKey("owner");
const account = stakingAddress(owner);

describe("registering an entity", () => {
  const refused: readonly [string, string, SignedEntity][] = [
    [
      "a signature by another key than it names",
      "registry/2",
      {...signEntity(), signature: {...signEntity().signature, publicKey: publicKey("stranger")}},
    ],
    ["a signer other than the entity", "registry/1", signEntity({}, "stranger")],
    ["an unusable node", "registry/1", signEntity({nodes: [publicKey("second consensus")]})],
    ["a node listed twice", "registry/1", signEntity({nodes: [publicKey("node"), publicKey("node")]})],
    ["bytes that are no entity", "registry/2", {...signEntity(), untrustedRawValue: new Uint8Array([0xf6])}],
  ];

  const verifier = new SignatureVerifier({blacklist: PublicKeyBlacklist.of([publicKey("second consensus")])});

  test.each(refused)("refuses %s, before it is put into a block already", (_, result, signed) => {
    const tree = world();
    const before = dump(tree);
    for (const mode of ["checkTx", "deliverTx"] satisfies Mode[]) {
      const context = contextFor({tree, mode, signer: signed.signature.publicKey, verifier});
      expect(resultOf(() => registerEntity(context, signed))).toBe(result);
    }
    expect(dump(tree)).toEqual(before);
  });

  test("refuses a transaction by somebody else, once gas is charged for it and each of its nodes", () => {
    const context = contextFor({tree: world(), signer: publicKey("stranger")});
    context.gas = new LimitedGas(asGas(1000n));
    expect(resultOf(() => registerEntity(context, signEntity()))).toBe("registry/12");
    expect(context.gas.used).toBe(120n);
  });

  test("refuses too little stake, and writes nothing", () => {
    const tree = world();
    setEscrow(tree, account, 99n);
    const before = dump(tree);
    const context = contextFor({tree, signer: owner});
    expect(resultOf(() => registerEntity(context, signEntity()))).toBe("staking/4");
    expect(dump(tree)).toEqual(before);
  });

  test("stores the envelope, claims stake and tells", () => {
    const tree = world();
    const context = contextFor({tree, signer: owner});
    registerEntity(context, signEntity());
    const entity = {v: 2, id: owner, nodes: [publicKey("node"), publicKey("second")]};
    expect(new RegistryState(tree).entity(owner)).toEqual(entity);
    expect(new RegistryState(tree).signedEntities()).toEqual([signEntity()]);
    expect(claimsOf(tree, account)).toEqual({[entityClaim]: 1});
    expect(eventsOf(context)).toEqual([["entity.registered", toHex(encode(Entity, entity))]]);
  });

  test("claims nothing when the registry does not care about stake", () => {
    const tree = world({debugBypassStake: true});
    registerEntity(contextFor({tree, signer: owner}), signEntity());
    expect(claimsOf(tree, account)).toEqual({});
  });

  test("checks no more than the descriptor before it is put into a block", () => {
    const tree = world();
    const before = dump(tree);
    registerEntity(contextFor({tree, mode: "checkTx", signer: publicKey("stranger")}), signEntity());
    expect(dump(tree)).toEqual(before);
  });
});

describe("deregistering an entity", () => {
  function registered() {
    const tree = world();
    registerEntity(contextFor({tree, signer: owner}), signEntity());
    return tree;
  }

  test("refuses while it has nodes, even expired ones", () => {
    const tree = inhabitedWorld();
    registerAt(tree, 10n, nodeDescriptor());
    expect(resultOf(() => deregisterEntity(contextFor({tree, epoch: 100n, signer: owner})))).toBe(
      "registry/15",
    );
  });

  test("refuses when it has ever had a runtime", () => {
    const tree = registered();
    new RegistryState(tree).setRuntime(runtime, false);
    tree.remove(registryKeys.runtime.encode(runtime.id));
    expect(resultOf(() => deregisterEntity(contextFor({tree, signer: owner})))).toBe("registry/19");
  });

  test("refuses an entity that is not there", () => {
    const context = contextFor({tree: registered(), signer: publicKey("stranger")});
    expect(resultOf(() => deregisterEntity(context))).toBe("registry/9");
  });

  test("removes it with its claim, and tells", () => {
    const tree = registered();
    const context = contextFor({tree, signer: owner});
    context.gas = new LimitedGas(asGas(50n));
    deregisterEntity(context);
    expect(new RegistryState(tree).entity(owner)).toBeNull();
    expect(claimsOf(tree, account)).toEqual({});
    expect(eventsOf(context).map(([key]) => key)).toEqual(["entity.deregistered"]);
    expect(context.gas.used).toBe(50n);
  });

  test("stops the chain when the claim is missing", () => {
    const tree = registered();
    setEscrow(tree, account, 1000n);
    expect(() => deregisterEntity(contextFor({tree, signer: owner}))).toThrow(HaltError);
  });
});
