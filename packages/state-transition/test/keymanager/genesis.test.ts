import {SignatureVerifier} from "@oasis-node/primitives/signature";
import {expect, test} from "vitest";
import {HaltError} from "../../src/context/index.ts";
import {
  checkKeymanagerGenesis,
  exportKeymanager,
  initKeymanager,
  KeymanagerState,
  KeymanagerStatus,
  keymanagerQueries,
} from "../../src/keymanager/index.ts";
import {contextFor, emptyState, eventsOf} from "../appContext.ts";
import {runtimeDescriptor} from "../registry/runtimeDescriptor.ts";
import {resultOf} from "../resultOf.ts";
import {key, runtimeId} from "../support.ts";
import {manager, managerId, signedPolicy} from "./world.ts";

const status = KeymanagerStatus.make({id: managerId, isSecure: true, checksum: new Uint8Array()});
const runtimes = [runtimeDescriptor, manager];

test("genesis stores and announces the statuses of key manager runtimes, and no others", () => {
  const tree = emptyState();
  const ctx = contextFor({tree, mode: "initChain"});
  const strangers = [KeymanagerStatus.make({id: runtimeId}), KeymanagerStatus.make({nodes: [key(1)]})];
  initKeymanager(ctx, {statuses: [...strangers, status]}, {runtimes});
  expect(new KeymanagerState(tree).statuses()).toEqual([status]);
  expect(eventsOf(ctx)).toHaveLength(1);
});

test("genesis without statuses announces nothing", () => {
  const ctx = contextFor({tree: emptyState(), mode: "initChain"});
  initKeymanager(ctx, {statuses: null}, {runtimes: null});
  expect(ctx.events).toEqual([]);
});

test("genesis with a null status or with nodes stops", () => {
  const ctx = contextFor({tree: emptyState(), mode: "initChain"});
  for (const bad of [null, {...status, nodes: []}]) {
    expect(() => initKeymanager(ctx, {statuses: [bad]}, {runtimes})).toThrow(HaltError);
  }
});

test("an export leaves the nodes out", () => {
  const state = new KeymanagerState(emptyState());
  state.setStatus({...status, nodes: [key(1)]});
  expect(exportKeymanager(state)).toEqual({statuses: [status]});
});

test("queries answer no statuses with null, and an unknown one with an error", () => {
  const state = new KeymanagerState(emptyState());
  expect(keymanagerQueries.statuses(state)).toBeNull();
  expect(resultOf(() => keymanagerQueries.status(state, managerId))).toBe("keymanager/1");
});

test("the checks of a genesis document find what is wrong with statuses", () => {
  const [signature] = signedPolicy(1, "somebody").signatures ?? [];
  if (signature === undefined) throw new TypeError("no signature");
  const forged = {...signedPolicy(2), signatures: [signature]};
  const problems = (...statuses: (KeymanagerStatus | null)[]) => [
    ...checkKeymanagerGenesis({statuses}, {verifier: new SignatureVerifier()}),
  ];
  expect(problems(status, {...status, policy: signedPolicy(1, "somebody")})).toEqual([]);
  expect(problems(null)).toHaveLength(1);
  expect(problems({...status, id: runtimeId})[0]).toContain("key manager runtime ID");
  expect(problems({...status, policy: forged})[0]).toContain("SGX policy signature from");
});
