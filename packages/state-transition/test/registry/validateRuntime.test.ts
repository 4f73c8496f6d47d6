import {namespaceFlags, newNamespace} from "@oasis-node/primitives/namespace";
import {describe, expect, test} from "vitest";
import {teeHardware} from "../../src/node/index.ts";
import {type Runtime, RuntimeError, runtimeKinds, validateRuntime} from "../../src/registry/index.ts";
import {thresholdKinds} from "../../src/staking/index.ts";
import {runtimeDescriptor} from "./runtimeDescriptor.ts";

const {executor, txnScheduler, storage, staking, id} = runtimeDescriptor;
const keyManagerId = newNamespace(new Uint8Array(24), namespaceFlags.keyManager);
const keyManager: Partial<Runtime> = {
  kind: runtimeKinds.keyManager,
  id: keyManagerId,
  teeHardware: teeHardware.intelSgx,
};

const good: readonly Partial<Runtime>[] = [
  {},
  keyManager,
  {...keyManager, executor: {...executor, groupSize: 0}},
  {
    ...keyManager,
    id: newNamespace(new Uint8Array(24), namespaceFlags.keyManager | namespaceFlags.test),
    teeHardware: 0,
  },
  {keyManager: keyManagerId},
  {executor: {...executor, allowedStragglers: 2, groupBackupSize: 0}},
  {storage: {...storage, checkpointInterval: 10n, checkpointNumKept: 1n, checkpointChunkSize: 1n << 20n}},
  {staking: {...staking, rewardEquivocation: 100, thresholds: new Map([[thresholdKinds.nodeStorage, 1n]])}},
  {governanceModel: 3},
];

const bad: readonly (readonly [string, Partial<Runtime>])[] = [
  ["version", {v: 1}],
  ["kind", {kind: 0}],
  ["kind", {kind: 3}],
  ["id", {id: keyManagerId}],
  ["id", {...keyManager, id}],
  ["keyManager", {keyManager: id}],
  ["keyManager", {...keyManager, keyManager: keyManagerId}],
  ["teeHardware", {...keyManager, teeHardware: teeHardware.invalid}],
  ["executor", {executor: {...executor, groupSize: 0}}],
  ["executor", {executor: {...executor, allowedStragglers: 2}}],
  ["executor", {executor: {...executor, roundTimeout: 4n}}],
  ["txnScheduler", {txnScheduler: {...txnScheduler, algorithm: "fair"}}],
  ["txnScheduler", {txnScheduler: {...txnScheduler, batchFlushTimeout: 49_999_999n}}],
  ["txnScheduler", {txnScheduler: {...txnScheduler, maxBatchSize: 0n}}],
  ["txnScheduler", {txnScheduler: {...txnScheduler, maxBatchSizeBytes: 1023n}}],
  ["txnScheduler", {txnScheduler: {...txnScheduler, proposeBatchTimeout: 1n}}],
  ["storage", {storage: {...storage, groupSize: 0}}],
  ["storage", {storage: {...storage, minWriteReplication: 0}}],
  ["storage", {storage: {...storage, minWriteReplication: 2}}],
  ["storage", {storage: {...storage, maxApplyWriteLogEntries: 9n}}],
  ["storage", {storage: {...storage, maxApplyOps: 1n}}],
  ["storage", {storage: {...storage, checkpointInterval: 9n}}],
  ["storage", {storage: {...storage, checkpointInterval: 10n, checkpointNumKept: 0n}}],
  [
    "storage",
    {storage: {...storage, checkpointInterval: 10n, checkpointNumKept: 1n, checkpointChunkSize: 5n}},
  ],
  ["staking", {staking: {...staking, rewardEquivocation: 101}}],
  ["staking", {staking: {...staking, rewardBadResults: 101}}],
  ["staking", {staking: {...staking, thresholds: new Map([[thresholdKinds.entity, 1n]])}}],
  [
    "staking",
    {...keyManager, staking: {...staking, thresholds: new Map([[thresholdKinds.nodeCompute, 1n]])}},
  ],
  ["governanceModel", {governanceModel: 0}],
  ["governanceModel", {governanceModel: 4}],
];

describe("a runtime descriptor", () => {
  test.each(good)("is good: case %#", (change) => {
    expect(() => validateRuntime({...runtimeDescriptor, ...change})).not.toThrow();
  });

  test.each(bad)("is refused for its %s: case %#", (code, change) => {
    expect(refusal({...runtimeDescriptor, ...change})).toBe(code);
  });

  test("may have any checkpoints in debug mode", () => {
    const runtime = {...runtimeDescriptor, storage: {...storage, checkpointInterval: 1n}};
    expect(refusal(runtime)).toBe("storage");
    expect(() => validateRuntime(runtime, {anyCheckpoints: true})).not.toThrow();
  });
});

function refusal(runtime: Runtime): string | null {
  try {
    validateRuntime(runtime);
  } catch (error) {
    if (error instanceof RuntimeError) return error.code;
    throw error;
  }
  return null;
}
