import type {Tree} from "@oasis-node/mkvs/tree";
import {stakingAddress} from "@oasis-node/primitives/address";
import {
  asPublicKey,
  PublicKeyBlacklist,
  SignatureVerifier,
  testKeyNames,
  testPrivateKey,
} from "@oasis-node/primitives/signature";
import {describe, expect, test} from "vitest";
import {
  type InitResponse,
  KeymanagerState,
  KeymanagerStatus,
  keymanagerApp,
} from "../../src/keymanager/index.ts";
import {type Node, NodeRuntime, nodeRoles} from "../../src/node/index.ts";
import {governanceModels} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {Account, StakingState} from "../../src/staking/index.ts";
import {contextFor, eventsOf, register} from "../appContext.ts";
import {key} from "../support.ts";
import {extraInfo, keyManagerNode, manager, managerId, owner, signedPolicy, world} from "./world.ts";

const app = keymanagerApp();
const none = new Uint8Array();
const checksum = new Uint8Array(32).fill(9);
const otherChecksum = new Uint8Array(32).fill(8);

function beginEpoch(tree: Tree, verifier?: SignatureVerifier) {
  const situation = {tree, mode: "beginBlock", isEpochStart: true} as const;
  const ctx = contextFor({...situation, ...(verifier && {verifier})});
  app.beginBlock?.(ctx, {
    hash: none,
    lastCommitHash: none,
    proposerAddress: none,
    votes: [],
    misbehaviours: [],
  });
  return ctx;
}

function statusOf(tree: Tree): KeymanagerStatus | null {
  return new KeymanagerState(tree).status(managerId);
}

/** The status at the beginning of an epoch with these nodes, whose keys are 1, 2, … */
function statusWith(before: Partial<KeymanagerStatus>, responses: readonly Partial<InitResponse>[]) {
  const tree = world();
  new KeymanagerState(tree).setStatus(KeymanagerStatus.make({id: managerId, ...before}));
  register(
    tree,
    owner,
    responses.map((response, index) => keyManagerNode(key(index + 1), response)).reverse(),
  );
  beginEpoch(tree);
  return statusOf(tree);
}

describe("the status of a key manager at the beginning of an epoch", () => {
  test("comes into being without nodes, and is announced once", () => {
    const tree = world();
    expect(eventsOf(beginEpoch(tree)).map(([kind]) => kind)).toEqual(["status"]);
    expect(statusOf(tree)).toEqual(KeymanagerStatus.make({id: managerId}));
    expect(beginEpoch(tree).events).toEqual([]);
  });

  test("is not touched within an epoch", () => {
    const tree = world();
    const ctx = contextFor({tree, mode: "beginBlock"});
    app.beginBlock?.(ctx, {
      hash: none,
      lastCommitHash: none,
      proposerAddress: none,
      votes: [],
      misbehaviours: [],
    });
    expect(statusOf(tree)).toBeNull();
  });

  test("is what the first node by key says, and the others have to agree", () => {
    const status = statusWith({}, [
      {isSecure: false, checksum},
      {isSecure: false, checksum: otherChecksum},
      {isSecure: true, checksum},
      {isSecure: false, checksum},
    ]);
    expect(status).toMatchObject({isInitialized: true, isSecure: false, checksum, nodes: [key(1), key(4)]});
  });

  test("keeps what was agreed on before", () => {
    const status = statusWith({isInitialized: true, isSecure: true, checksum}, [
      {isSecure: true, checksum: otherChecksum},
      {isSecure: false, checksum},
    ]);
    expect(status).toMatchObject({isInitialized: true, isSecure: true, checksum, nodes: null});
  });

  test("becomes secure before its initialization, but never insecure", () => {
    const answers = [{isSecure: false}, {isSecure: true}];
    expect(statusWith({isSecure: true}, answers)).toMatchObject({isSecure: true, nodes: [key(2)]});
    expect(statusWith({isSecure: false}, answers)).toMatchObject({isSecure: false, nodes: [key(1)]});
  });

  test("takes an empty policy checksum for that of no policy, and none of another size", () => {
    const empty = {policyChecksum: none};
    expect(statusWith({}, [empty])?.nodes).toEqual([key(1)]);
    expect(statusWith({}, [{policyChecksum: new Uint8Array(31)}, empty])?.nodes).toEqual([key(2)]);
    expect(statusWith({policy: signedPolicy(1)}, [empty])?.nodes).toBeNull();
  });
});

describe("a node does not count", () => {
  const good = keyManagerNode(key(1), {checksum});
  const entry = (change: Partial<NodeRuntime>): Partial<Node> => ({
    ...good,
    runtimes: [NodeRuntime.make({id: managerId, extraInfo: extraInfo({checksum}), ...change})],
  });
  const tee = {hardware: 1, rak: key(7), attestation: null};

  test.each<[string, Partial<Node>]>([
    ["without the role", {...good, roles: nodeRoles.computeWorker}],
    ["without the runtime", {...good, runtimes: null}],
    ["with a TEE that the runtime does not want", entry({capabilities: {tee}})],
    ["with a TEE of no kind", entry({capabilities: {tee: {...tee, hardware: 0}}})],
    ["without a response", entry({extraInfo: null})],
    ["with a malformed response", entry({extraInfo: none})],
    ["with a response by another key", entry({extraInfo: extraInfo({checksum}, testKeyNames.entity)})],
  ])("%s", (_, node) => {
    const tree = world();
    register(tree, owner, [node]);
    beginEpoch(tree);
    expect(statusOf(tree)?.nodes).toBeNull();
  });

  test("with the test key where test keys are not allowed", () => {
    const tree = world();
    register(tree, owner, [good]);
    const rak = asPublicKey(testPrivateKey(testKeyNames.keyManagerRak).publicKey);
    beginEpoch(tree, new SignatureVerifier({blacklist: PublicKeyBlacklist.of([rak])}));
    expect(statusOf(tree)?.nodes).toBeNull();
    beginEpoch(tree);
    expect(statusOf(tree)?.nodes).toEqual([key(1)]);
  });
});

describe("a key manager runtime whose account does not cover its claims", () => {
  function poorWorld(...[parameters]: Parameters<typeof world>): Tree {
    const tree = world(parameters);
    const account = Account.zero();
    account.escrow.stakeAccumulator.claims = new Map([["claim", [{global: null, constant: 1n}]]]);
    new StakingState(tree).setAccount(stakingAddress(owner), account);
    return tree;
  }

  test("is suspended without a status", () => {
    const tree = poorWorld();
    expect(beginEpoch(tree).events).toEqual([]);
    expect(new RegistryState(tree).suspendedRuntime(managerId)).not.toBeNull();
    expect(statusOf(tree)).toBeNull();
  });

  test("goes on where stake does not matter or the consensus layer governs it", () => {
    const bypassing = poorWorld({debugBypassStake: true});
    const governed = poorWorld();
    new RegistryState(governed).setRuntime({...manager, governanceModel: governanceModels.consensus}, false);
    for (const tree of [bypassing, governed]) {
      beginEpoch(tree);
      expect(statusOf(tree)).not.toBeNull();
    }
  });
});
