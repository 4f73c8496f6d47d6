import {toBase64} from "@oasis-node/primitives/bytes";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Peer} from "@oasis-node/rpc/service";
import {Node, nodeRoles} from "@oasis-node/state-transition/node";
import {describe, expect, test} from "vitest";
import {checkAccess, type GatedMethod, guardedStorage, storagePolicy} from "../../src/storage/index.ts";
import {memoryStorage, ScriptedRuntime} from "../support/scriptedRuntime.ts";
import {keyOf} from "../support/storagePeer.ts";

const {id: runtimeId} = new ScriptedRuntime();

function nodeOf(name: string, roles: number, next?: string): Node {
  const {runtimes: _, ...zero} = Node.zero();
  const nextPubKey = next === undefined ? zero.tls.nextPubKey : keyOf(next);
  const runtimes = [
    {id: runtimeId, version: {major: 0, minor: 0, patch: 0}, capabilities: {tee: null}, extraInfo: null},
  ];
  return {...zero, roles, tls: {...zero.tls, pubKey: keyOf(name), nextPubKey}, runtimes};
}

const parts = {
  computeNodes: [nodeOf("compute", nodeRoles.computeWorker, "compute next")],
  nodes: [
    nodeOf("storage", nodeRoles.storageWorker),
    {...nodeOf("elsewhere", nodeRoles.storageWorker), runtimes: []},
    nodeOf("validator", nodeRoles.validator),
  ],
  runtimeId,
  sentries: [keyOf("sentry")],
  publicRpc: false,
};

const methods: readonly GatedMethod[] = ["syncGet", "syncGetPrefixes", "syncIterate", "apply", "applyBatch"];

function allowed(
  key: PublicKey | null,
  {publicRpc = false, forwardedSubjects = [] as string[]} = {},
): GatedMethod[] {
  const peer: Peer = {tlsKey: key, forwardedSubjects};
  const policy = storagePolicy({...parts, publicRpc});
  return methods.filter((method) => {
    try {
      checkAccess(policy, runtimeId, method, peer);
      return true;
    } catch (error) {
      expect(error).toMatchObject({code: "PermissionDenied"});
      return false;
    }
  });
}

describe("who may use storage", () => {
  test("compute nodes with current and next key, and sentries, may do everything", () => {
    for (const name of ["compute", "compute next", "sentry"]) expect(allowed(keyOf(name))).toEqual(methods);
  });

  test("storage nodes of the runtime may read, and everyone where that is on", () => {
    expect(allowed(keyOf("storage"))).toEqual(methods.slice(0, 3));
    for (const name of ["elsewhere", "validator", "nobody"]) {
      expect(allowed(keyOf(name))).toEqual([]);
      expect(allowed(keyOf(name), {publicRpc: true})).toEqual(methods.slice(0, 3));
    }
    expect(allowed(null, {publicRpc: true})).toEqual([]);
  });

  test("a sentry speaks for those who are allowed themselves", () => {
    const via = (...names: string[]) =>
      allowed(keyOf("sentry"), {forwardedSubjects: names.map((name) => toBase64(keyOf(name)))});
    expect(via("compute")).toEqual(methods);
    expect(via("storage")).toEqual(methods.slice(0, 3));
    expect(via("nobody")).toEqual([]);
    expect(via("compute", "compute")).toEqual([]);
  });

  test("a refusal names method, runtime and caller; without a policy all are refused", async () => {
    const storage = await memoryStorage(runtimeId, "alice");
    const api = guardedStorage(storage, () => null);
    const runtime = new ScriptedRuntime();
    const {request} = runtime.round({a: "1"});
    const peer: Peer = {tlsKey: keyOf("compute"), forwardedSubjects: []};
    const hex = Buffer.from(runtimeId).toString("hex");
    await expect(api.applyBatch(request, {peer})).rejects.toThrow(
      `grpc: calling /oasis-core.Storage/ApplyBatch method for runtime ${hex} not allowed for client ` +
        toBase64(keyOf("compute")),
    );
    expect(await api.applyBatch(request)).toHaveLength(1);
    const open = {version: 1, namespace: runtimeId, rootVersion: null};
    expect(await api.getCheckpoints(open, {peer})).toBeNull();
  });
});
