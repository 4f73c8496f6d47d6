import {toBase64, utf8} from "@oasis-node/primitives/bytes";
import {asEpoch, asHeight} from "@oasis-node/primitives/epoch";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {testSigner} from "@oasis-node/primitives/signers";
import {type Committee, committeeKinds, committeeRoles} from "@oasis-node/state-transition/committee";
import {Node, nodeRoles} from "@oasis-node/state-transition/node";
import {Runtime} from "@oasis-node/state-transition/registry";
import {groupOf} from "@oasis-node/worker/committee";
import {describe, expect, test} from "vitest";
import {storageAccess} from "../../src/paratime/storageAccess.ts";

const id = testNamespace(utf8("storage access"));
const keyOf = (name: string) => testSigner(name).publicKey;
const tlsKeyOf = (name: string) => keyOf(`${name} tls`);

function nodeOf(name: string, roles: number): Node {
  const {tls, ...zero} = Node.zero();
  const version = {major: 0, minor: 0, patch: 0};
  const runtimes = [{id, version, capabilities: {tee: null}, extraInfo: null}];
  return {...zero, id: keyOf(name), roles, runtimes, tls: {...tls, pubKey: tlsKeyOf(name)}};
}

function committee(kind: "executor" | "storage", name: string): Committee {
  const members = [{role: committeeRoles.worker, publicKey: keyOf(name)}];
  return {kind: committeeKinds[kind], members, runtimeId: id, validFor: asEpoch(1n)};
}

const compute = nodeOf("compute", nodeRoles.computeWorker);
const elected = nodeOf("elected", nodeRoles.storageWorker);
const joining = nodeOf("joining", nodeRoles.storageWorker);
const workers = {
  sentryAddresses: [],
  roles: {compute: false, storage: true, storagePublicRpc: false, consensusRpc: false, keymanager: null},
};

const group = groupOf({
  epoch: asEpoch(1n),
  version: asHeight(10n),
  runtime: Runtime.zero(),
  ownKey: elected.id,
  committees: [committee("executor", "compute"), committee("storage", "elected")],
  members: [compute, elected],
});

describe("who may use the storage of a ParaTime", () => {
  const remote = {descriptors: () => [joining]};

  test("is the executor committee, and every registered storage node for reading", () => {
    const policy = storageAccess({id, follower: {group}, remote}, workers);
    const callers = (method: string) => [...(policy?.get(`/oasis-core.Storage/${method}`)?.keys() ?? [])];
    expect(callers("SyncGet")).toEqual(["compute", "joining"].map((name) => toBase64(tlsKeyOf(name))));
    expect(callers("ApplyBatch")).toEqual([toBase64(tlsKeyOf("compute"))]);
  });

  test("is nobody before there are committees, and of a ParaTime that is not known", () => {
    expect(storageAccess({id, follower: {group: null}, remote}, workers)).toBeNull();
    expect(storageAccess(undefined, workers)).toBeNull();
  });
});
