import type {Tree} from "@oasis-node/mkvs/tree";
import {runtimeAddress, stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap, toHex} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {asEpoch, asGas, invalidEpoch} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {PublicKeyBlacklist, SignatureVerifier} from "@oasis-node/primitives/signature";
import {describe, expect, test} from "vitest";
import {HaltError, LimitedGas} from "../../src/context/index.ts";
import {CapabilityTee, type MultiSignedNode, Node, NodeRuntime, nodeRoles} from "../../src/node/index.ts";
import {
  governanceModels,
  nodeClaim,
  type Runtime,
  registryKeys,
  runtimeClaim,
  runtimeKinds,
} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {registerNode} from "../../src/registry/transactions/registerNode.ts";
import {thresholdKinds} from "../../src/staking/index.ts";
import {StakingState} from "../../src/staking/state.ts";
import {contextFor, dump, eventsOf} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {
  address,
  claimsOf,
  inhabitedWorld,
  type Name,
  nodeDescriptor,
  nodeSigners,
  noting,
  publicKey,
  registerAt,
  runtime,
  secondSigners,
  setEscrow,
  signNode,
  silent,
} from "./world.ts";

const node = publicKey("node");
const account = stakingAddress(publicKey("owner"));
const good = nodeDescriptor();
const managerId = asNamespace(Uint8Array.from({length: 32}, (_, i) => (i === 0 ? 0xc0 : 0)));
const unknownId = asNamespace(Uint8Array.from({length: 32}, (_, i) => (i === 0 ? 0x80 : i === 31 ? 1 : 0)));
const served = NodeRuntime.make({id: runtime.id});
const unroutable = {...address, ip: new Uint8Array([10, 0, 0, 1])};

/** A change of the good descriptor, signed by all its keys. */
function changed(change: Partial<Node>, signers: readonly Name[] = nodeSigners): MultiSignedNode {
  return signNode({...good, ...change}, signers);
}

/** Another node is there, whose keys are taken. */
function populatedWorld(): Tree {
  const tree = inhabitedWorld();
  new RegistryState(tree).setRuntime({...runtime, id: managerId, kind: runtimeKinds.keyManager}, false);
  registerAt(tree, 9n, nodeDescriptor({expiration: asEpoch(19n)}, "second"), secondSigners);
  return tree;
}

describe("registering a node refuses", () => {
  const tee = CapabilityTee.make({hardware: 1});
  const withTee = NodeRuntime.make({id: runtime.id, capabilities: {tee}});
  const cases: readonly [string, string, MultiSignedNode][] = [
    ["bytes that are no node", "unknown/1", {...signNode(good), untrustedRawValue: new Uint8Array([1])}],
    ["a missing entity", "registry/9", changed({entityId: publicKey("stranger")})],
    [
      "a bad signature",
      "registry/2",
      {...signNode(good), signatures: signNode({...good, roles: 1}).signatures},
    ],
    ["no signature at all", "registry/2", changed({}, [])],
    ["another version", "registry/1", changed({v: 2})],
    ["a missing signature of the node", "registry/1", changed({}, nodeSigners.slice(1))],
    [
      "a node its entity does not list",
      "registry/1",
      changed({id: publicKey("stranger")}, ["stranger", ...nodeSigners]),
    ],
    ["too late an expiration", "registry/1", changed({expiration: asEpoch(21n)})],
    ["no role", "registry/1", changed({roles: 0})],
    ["a role that nobody knows", "registry/1", changed({roles: 64 | 1})],
    ["no runtime for a role that serves one", "registry/1", changed({runtimes: null})],
    ["a runtime twice", "registry/1", changed({runtimes: [served, served]})],
    ["a null runtime", "unknown/1", changed({runtimes: [null]})],
    ["a missing runtime", "registry/11", changed({runtimes: [NodeRuntime.make({id: unknownId})]})],
    ["another TEE than the runtime's", "registry/8", changed({runtimes: [withTee]})],
    [
      "a key manager without the role",
      "registry/1",
      changed({runtimes: [NodeRuntime.make({id: managerId})]}),
    ],
    ["a compute runtime without a role for it", "registry/1", changed({roles: nodeRoles.validator})],
    ["a missing signature of the consensus key", "registry/1", changed({}, ["node", "node p2p", "node tls"])],
    [
      "a validator without addresses",
      "registry/1",
      changed({consensus: {...good.consensus, addresses: null}}),
    ],
    ["an unroutable address", "registry/1", changed({p2p: {...good.p2p, addresses: [unroutable]}})],
    ["a compute node without TLS addresses", "registry/1", changed({tls: {...good.tls, addresses: null}})],
    ["a missing signature of the TLS key", "registry/1", changed({}, ["node", "node p2p", "node consensus"])],
    ["a missing signature of the P2P key", "registry/1", changed({}, ["node", "node tls", "node consensus"])],
    ["a compute node without P2P addresses", "registry/1", changed({p2p: {...good.p2p, addresses: null}})],
    ["one key for two purposes", "registry/1", changed({p2p: {...good.p2p, id: good.tls.pubKey}})],
    [
      "a key of another node",
      "registry/1",
      changed({p2p: {...good.p2p, id: publicKey("second tls")}}, [...nodeSigners, "second tls"]),
    ],
    ["one signer too many", "registry/1", changed({}, [...nodeSigners, "stranger"])],
    ["an expiration that is over at once", "registry/13", changed({expiration: asEpoch(10n)})],
  ];

  test.each(cases)("%s", (_, result, signed) => {
    const tree = populatedWorld();
    const before = dump(tree);
    const context = contextFor({tree, epoch: 10n, signer: node});
    expect(resultOf(() => registerNode(context, signed, silent))).toBe(result);
    expect(dump(tree)).toEqual(before);
    expect(context.events).toEqual([]);
  });

  test("a transaction by somebody else than the node", () => {
    const context = contextFor({tree: populatedWorld(), epoch: 10n, signer: publicKey("owner")});
    expect(resultOf(() => registerNode(context, signNode(good), silent))).toBe("registry/12");
  });

  test.each(["node consensus", "node tls", "node p2p"] satisfies Name[])("an unusable key: %s", (name) => {
    const verifier = new SignatureVerifier({blacklist: PublicKeyBlacklist.of([publicKey(name)])});
    const context = contextFor({tree: populatedWorld(), epoch: 10n, signer: node, verifier});
    // Nothing that it signed is valid either, which comes first.
    expect(resultOf(() => registerNode(context, signNode(good), silent))).toBe("registry/2");
  });

  test("too little stake, but what was charged stays", () => {
    const tree = inhabitedWorld();
    setEscrow(tree, account, 199n);
    const before = dump(tree);
    const context = contextFor({tree, epoch: 10n, signer: node});
    context.gas = new LimitedGas(asGas(1000n));
    expect(resultOf(() => registerNode(context, signNode(good), silent))).toBe("staking/4");
    expect(dump(tree)).toEqual(before);
    expect(context.gas.used).toBe(30n);
  });
});

describe("a whitelist", () => {
  /** Admission of the node, whose entity may have so many nodes for each role, and has one already. */
  function admission(maxNodes: ReadonlyMap<number, number> | null, entity = publicKey("owner")): string {
    const tree = populatedWorld();
    const limits = maxNodes === null ? null : new Map(maxNodes);
    const entities = new BytesMap([[entity, {maxNodes: limits}] as const]);
    const admissionPolicy = {anyNode: null, entityWhitelist: {entities}};
    new RegistryState(tree).setRuntime({...runtime, admissionPolicy}, false);
    return resultOf(() => registerNode(contextFor({tree, epoch: 10n, signer: node}), signNode(good), silent));
  }

  const {computeWorker, validator, storageWorker} = nodeRoles;

  test.each<[string, string, ReadonlyMap<number, number> | null]>([
    ["an entity without limits", "ok", null],
    ["an entity with no limit in its list", "ok", new Map()],
    [
      "as many nodes as may be",
      "ok",
      new Map([
        [computeWorker, 2],
        [validator, 2],
      ]),
    ],
  ])("lets in %s", (_, result, maxNodes) => expect(admission(maxNodes)).toBe(result));

  test.each<[string, ReadonlyMap<number, number>]>([
    [
      "a role that has no limit",
      new Map([
        [computeWorker, 2],
        [storageWorker, 2],
      ]),
    ],
    [
      "a role of which there may be none",
      new Map([
        [computeWorker, 0],
        [validator, 2],
      ]),
    ],
    [
      "one node too many",
      new Map([
        [computeWorker, 1],
        [validator, 2],
      ]),
    ],
  ])("refuses %s", (_, maxNodes) => expect(admission(maxNodes)).toBe("registry/16"));

  test("does not count nodes that have expired", () => {
    const tree = populatedWorld();
    const entities = new BytesMap([[publicKey("owner"), {maxNodes: new Map([[computeWorker, 1]])}] as const]);
    const admissionPolicy = {anyNode: null, entityWhitelist: {entities}};
    new RegistryState(tree).setRuntime({...runtime, admissionPolicy}, false);
    const late = {...good, roles: computeWorker, expiration: asEpoch(25n)};
    expect(resultOf(() => registerAt(tree, 19n, late))).toBe("registry/16");
    expect(resultOf(() => registerAt(tree, 20n, late))).toBe("ok");
  });

  test("refuses whom it does not list", () => {
    expect(admission(null, publicKey("stranger"))).toBe("registry/16");
  });
});

describe("a registered node", () => {
  test("is stored, found by all its keys, claims stake and is told", () => {
    const tree = inhabitedWorld();
    const state = new RegistryState(tree);
    const context = contextFor({tree, epoch: 10n, signer: node});
    registerNode(context, signNode(good), silent);
    expect(state.node(node)).toEqual(good);
    for (const subkey of [good.consensus.id, good.p2p.id, good.tls.pubKey]) {
      expect(state.nodeBySubkey(subkey)).toEqual(good);
    }
    expect(state.nodesByEntity(good.entityId)).toEqual([good]);
    expect(state.nodeStatus(node)).toEqual({
      expirationProcessed: false,
      freezeEndTime: asEpoch(0n),
      electionEligibleAfter: invalidEpoch,
    });
    // As a validator, and as a compute node of its one runtime.
    expect(claimsOf(tree, account)).toEqual({[nodeClaim(node)]: 2});
    expect(eventsOf(context)).toEqual([["nodes.registered", toHex(encode(Node, good))]]);
  });

  test("claims an empty list when it needs no stake", () => {
    const tree = inhabitedWorld();
    registerAt(tree, 10n, {...good, roles: nodeRoles.consensusRpc, runtimes: null});
    expect(claimsOf(tree, account)).toEqual({[nodeClaim(node)]: null});
  });

  test("claims what the runtime demands beyond the global threshold", () => {
    const tree = inhabitedWorld();
    const thresholds = new Map([[thresholdKinds.nodeCompute, 7n]]);
    new RegistryState(tree).setRuntime({...runtime, staking: {...runtime.staking, thresholds}}, false);
    registerAt(tree, 10n, good);
    const {claims} = new StakingState(tree).account(account).escrow.stakeAccumulator;
    expect(claims?.get(nodeClaim(node))).toEqual([
      {global: thresholdKinds.nodeValidator, constant: null},
      {global: thresholdKinds.nodeCompute, constant: null},
      {global: null, constant: 7n},
    ]);
  });

  test("pays for each runtime and each epoch that is new", () => {
    const tree = inhabitedWorld();
    const charge = (epoch: bigint, expiration: bigint): bigint => {
      const context = contextFor({tree, epoch, signer: node});
      context.gas = new LimitedGas(asGas(1000n));
      registerNode(context, signNode({...good, expiration: asEpoch(expiration)}), silent);
      return context.gas.used;
    };
    expect([charge(10n, 12n), charge(11n, 14n), charge(11n, 13n), charge(20n, 21n)]).toEqual([
      6n,
      6n,
      0n,
      3n,
    ]);
  });

  test("stops the chain with more epochs than the reference can count", () => {
    const tree = inhabitedWorld({maxNodeExpiration: 0n});
    const context = contextFor({tree, epoch: 10n, signer: node});
    const endless = signNode({...good, expiration: asEpoch(2n ** 63n + 10n)});
    expect(() => registerNode(context, endless, silent)).toThrow(HaltError);
  });

  test("stays frozen when it comes back after its expiration", () => {
    const tree = inhabitedWorld();
    registerAt(tree, 10n, good);
    const status = {
      expirationProcessed: true,
      freezeEndTime: asEpoch(99n),
      electionEligibleAfter: asEpoch(1n),
    };
    new RegistryState(tree).setNodeStatus(node, status);
    registerAt(tree, 21n, {...good, expiration: asEpoch(22n)});
    expect(new RegistryState(tree).nodeStatus(node)).toEqual({
      ...status,
      expirationProcessed: false,
      electionEligibleAfter: invalidEpoch,
    });
  });
});

describe("registering again", () => {
  function update(change: Partial<Node>, epoch = 11n): string {
    const tree = inhabitedWorld();
    new RegistryState(tree).setRuntime({...runtime, id: managerId, kind: runtimeKinds.keyManager}, false);
    registerAt(tree, 10n, good);
    return resultOf(() => registerAt(tree, epoch, {...good, ...change}, signersOf(change)));
  }

  /** The strange key signs where it is one of the node's. */
  function signersOf({consensus}: Partial<Node>): readonly Name[] {
    return consensus === undefined ? nodeSigners : ["node", "stranger", "node tls", "node p2p"];
  }

  const manager = NodeRuntime.make({id: managerId});
  const newConsensus = {id: publicKey("stranger"), addresses: [{id: publicKey("stranger"), address}]};

  test.each<[string, Partial<Node>]>([
    ["another consensus key", {consensus: newConsensus}],
    ["fewer runtimes", {runtimes: null, roles: nodeRoles.validator}],
    ["other runtimes", {runtimes: [manager], roles: nodeRoles.keyManager | nodeRoles.validator}],
    ["no role that it had", {roles: nodeRoles.storageWorker}],
    ["a runtime in place of another", {runtimes: [manager], roles: good.roles | nodeRoles.keyManager}],
  ])("refuses %s", (_, change) => expect(update(change)).toBe("registry/17"));

  test("refuses what it refuses after the claim was held back", () => {
    const tree = inhabitedWorld();
    registerAt(tree, 10n, good);
    const before = dump(tree);
    const storage = {...good, roles: nodeRoles.storageWorker};
    expect(resultOf(() => registerAt(tree, 11n, storage))).toBe("registry/17");
    expect(dump(tree)).toEqual(before);
  });

  test.each<[string, Partial<Node>, bigint]>([
    ["fewer roles, as long as one stays", {roles: nodeRoles.computeWorker}, 11n],
    ["more runtimes", {runtimes: [served, manager], roles: good.roles | nodeRoles.keyManager}, 11n],
    ["other roles when it has expired", {roles: nodeRoles.storageWorker, expiration: asEpoch(25n)}, 21n],
  ])("takes %s", (_, change, epoch) => expect(update(change, epoch)).toBe("ok"));

  test("leaves no entry for the P2P key that was the TLS key before", () => {
    const tree = inhabitedWorld();
    registerAt(tree, 10n, good);
    const tls = {...good.tls, pubKey: publicKey("stranger")};
    const p2p = {...good.p2p, id: publicKey("node tls")};
    registerAt(tree, 10n, {...good, tls, p2p}, ["node", "node consensus", "node tls", "stranger"]);
    const found = (name: Name): boolean => new RegistryState(tree).nodeBySubkey(publicKey(name)) !== null;
    expect([found("stranger"), found("node tls"), found("node p2p")]).toEqual([true, false, false]);
  });
});

describe("a suspended runtime", () => {
  function suspended(change: Partial<Runtime> = {}): Tree {
    const tree = inhabitedWorld();
    const state = new RegistryState(tree);
    state.setRuntime({...runtime, ...change}, false);
    state.suspendRuntime(runtime.id);
    return tree;
  }

  test("is resumed by a node, before the node is told of", () => {
    const tree = suspended();
    const notes: string[] = [];
    const context = contextFor({tree, epoch: 10n, signer: node});
    registerNode(context, signNode(good), noting(notes));
    expect(new RegistryState(tree).runtime(runtime.id)).toEqual(runtime);
    expect(tree.get(registryKeys.suspendedRuntime.encode(runtime.id))).toBeNull();
    expect(notes).toEqual(["resumed"]);
    expect(eventsOf(context).map(([key]) => key)).toEqual(["runtime.registered", "nodes.registered"]);
  });

  test("stays suspended while its account does not cover the claims", () => {
    const tree = suspended({governanceModel: governanceModels.runtime});
    const staking = new StakingState(tree);
    const own = staking.account(runtimeAddress(runtime.id));
    const claimed = [{global: thresholdKinds.runtimeCompute, constant: null}];
    own.escrow.stakeAccumulator.claims = new Map([[runtimeClaim(runtime.id), claimed]]);
    staking.setAccount(runtimeAddress(runtime.id), own);
    registerAt(tree, 10n, good);
    expect(new RegistryState(tree).runtime(runtime.id)).toBeNull();
    expect(new RegistryState(tree).node(node)).toEqual(good);
  });

  test("needs no stake when the consensus layer governs it", () => {
    const tree = suspended({governanceModel: governanceModels.consensus});
    registerAt(tree, 10n, good);
    expect(new RegistryState(tree).runtime(runtime.id)).not.toBeNull();
  });
});
