import type {Tree} from "@oasis-node/mkvs/tree";
import {stakingAddress} from "@oasis-node/primitives/address";
import {toHex} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {HaltError} from "../../src/context/index.ts";
import {ExpiredNodes} from "../../src/registry/events.ts";
import {nodeClaim, registryApp, registryQueries} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {unfreezeNode} from "../../src/registry/transactions/unfreezeNode.ts";
import {contextFor, dump, eventsOf} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {
  claimsOf,
  inhabitedWorld,
  nodeDescriptor,
  publicKey,
  registerAt,
  secondSigners,
  setEscrow,
  silent,
} from "./world.ts";

const account = stakingAddress(publicKey("owner"));
const node = nodeDescriptor({expiration: asEpoch(12n)});
const second = nodeDescriptor({expiration: asEpoch(20n)}, "second");
const request = {
  proposerAddress: new Uint8Array(20),
  hash: new Uint8Array(32),
  lastCommitHash: new Uint8Array(32),
  votes: [],
  misbehaviours: [],
};

/** A node until epoch 12, and another until 20; stake is debonded in 3 epochs. */
function twoNodes(): Tree {
  const tree = inhabitedWorld();
  registerAt(tree, 10n, node);
  registerAt(tree, 10n, second, secondSigners);
  return tree;
}

function beginEpoch(tree: Tree, epoch: bigint, isEpochStart = true): string[][] {
  const context = contextFor({tree, epoch, mode: "beginBlock", isEpochStart});
  registryApp(silent).beginBlock?.(context, request);
  return eventsOf(context);
}

describe("the first block of an epoch", () => {
  test("only tells that it is one while no node has expired", () => {
    const tree = twoNodes();
    const before = dump(tree);
    expect(beginEpoch(tree, 12n)).toEqual([["nodes.epoch", toHex(new Uint8Array([0x31]))]]);
    expect(dump(tree)).toEqual(before);
  });

  test("tells once of a node that has expired", () => {
    const tree = twoNodes();
    const expired = toHex(encode(ExpiredNodes, [node]));
    expect(beginEpoch(tree, 13n)).toEqual([
      ["nodes.epoch", "31"],
      ["nodes.expired", expired],
    ]);
    expect(new RegistryState(tree).nodeStatus(node.id)?.expirationProcessed).toBe(true);
    expect(beginEpoch(tree, 14n)).toEqual([["nodes.epoch", "31"]]);
  });

  test("removes an expired node with its claim and keys once stake of then is debonded", () => {
    const tree = twoNodes();
    const state = new RegistryState(tree);
    beginEpoch(tree, 15n);
    expect(state.node(node.id)).toEqual(node);
    beginEpoch(tree, 16n);
    expect(state.node(node.id)).toBeNull();
    expect(state.nodeStatus(node.id)).toBeNull();
    expect(state.nodeBySubkey(node.tls.pubKey)).toBeNull();
    expect(state.nodes()).toEqual([second]);
    expect(claimsOf(tree, account)).toEqual({[nodeClaim(second.id)]: 2});
  });

  test("tells of a node that it removes at once", () => {
    expect(beginEpoch(twoNodes(), 16n).map(([key]) => key)).toEqual(["nodes.epoch", "nodes.expired"]);
  });

  test("stops the chain when the claim of a removed node is missing", () => {
    const tree = twoNodes();
    setEscrow(tree, account, 1000n);
    expect(() => beginEpoch(tree, 16n)).toThrow(HaltError);
  });

  test("leaves the nodes of any other block alone", () => {
    const tree = twoNodes();
    const before = dump(tree);
    expect(beginEpoch(tree, 16n, false)).toEqual([]);
    expect(dump(tree)).toEqual(before);
  });
});

test("queries hide expired nodes, the state does not", () => {
  const state = new RegistryState(twoNodes());
  expect(registryQueries.nodes(state, asEpoch(12n))).toHaveLength(2);
  expect(registryQueries.nodes(state, asEpoch(13n))).toEqual([second]);
  expect(registryQueries.nodes(state, asEpoch(10_000n))).toBeNull();
  expect(registryQueries.node(state, node.id, asEpoch(12n))).toEqual(node);
  expect(resultOf(() => registryQueries.node(state, node.id, asEpoch(13n)))).toBe("registry/10");
  expect(state.node(node.id)).toEqual(node);
});

describe("unfreezing a node", () => {
  function unfreeze(tree: Tree, epoch: bigint, nodeId = node.id, signer = publicKey("owner")): string {
    return resultOf(() => unfreezeNode(contextFor({tree, epoch, signer}), {nodeId}));
  }

  function frozenUntil(end: bigint): Tree {
    const tree = twoNodes();
    const status = {
      expirationProcessed: false,
      freezeEndTime: asEpoch(end),
      electionEligibleAfter: asEpoch(3n),
    };
    new RegistryState(tree).setNodeStatus(node.id, status);
    return tree;
  }

  test("refuses one that is not there, another's, and one whose time is not over", () => {
    const tree = frozenUntil(12n);
    expect(unfreeze(tree, 11n, publicKey("stranger"))).toBe("registry/10");
    expect(unfreeze(tree, 11n, node.id, publicKey("other owner"))).toBe("registry/3");
    expect(unfreeze(tree, 11n)).toBe("registry/14");
  });

  test("ends its freezing and nothing else; once more does no harm", () => {
    const tree = frozenUntil(12n);
    expect([unfreeze(tree, 12n), unfreeze(tree, 12n)]).toEqual(["ok", "ok"]);
    expect(new RegistryState(tree).nodeStatus(node.id)).toEqual({
      expirationProcessed: false,
      freezeEndTime: asEpoch(0n),
      electionEligibleAfter: asEpoch(3n),
    });
  });

  test("tells the key of the node", () => {
    const context = contextFor({tree: frozenUntil(0n), signer: publicKey("owner")});
    unfreezeNode(context, {nodeId: node.id});
    expect(eventsOf(context)).toEqual([["nodes.unfrozen", `5820${toHex(node.id)}`]]);
  });
});
