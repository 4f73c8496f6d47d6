import {duplexPair} from "node:stream";
import {equal, utf8} from "@oasis-node/primitives/bytes";
import {encode, map, text, u64} from "@oasis-node/primitives/cbor";
import type {Clock} from "@oasis-node/primitives/clock";
import {emptyHash} from "@oasis-node/primitives/hash";
import {RawSignature} from "@oasis-node/primitives/signature";
import {Version} from "@oasis-node/primitives/version";
import {ComputeResultsHeader, headerHash} from "@oasis-node/state-transition/roothash";
import {addTransaction, newIoTree} from "../ioTree/index.ts";
import {type BodyValue, type Handlers, type RuntimeRequests, serveHost} from "../protocol/index.ts";
import type {Provisioner} from "./provisioner.ts";
import {requireDebug} from "./unconfined.ts";

/** An input that the mock runtime refuses. */
export const mockRefusedInput: Uint8Array = utf8("checktx-mock-fail");

/** Tags of every transaction. */
const mockTags = [{key: utf8("txn_foo"), value: utf8("txn_bar")}];

export interface MockOptions {
  /** `debug.dont_blame_oasis`. */
  readonly debugAllowed: boolean;
  readonly clock: Clock;
}

/**
 * A runtime inside of this process, for tests only (runtime-workers §2.6): it answers every transaction with its input,
 * keeps no state and takes whatever comes, but speaks the protocol as all do. Throws `SandboxError` `debugOnly`.
 */
export function mock({debugAllowed, clock}: MockOptions): Provisioner {
  requireDebug("mock", debugAllowed);
  return {
    name: "mock",
    start: async ({logger, signal}) => {
      signal.throwIfAborted();
      const [stream, far] = duplexPair();
      const session = {stream: far, clock, logger, runtimeVersion: Version.zero(), features: null};
      const runtime = serveHost(session, mockHandlers);
      const exited = runtime.closed.then(({message}) => message);
      return {
        stream,
        pid: null,
        exited,
        kill: async () => {
          runtime.close();
          await exited;
        },
      };
    },
  };
}

const mockHandlers: Handlers<RuntimeRequests> = {
  RuntimeAbortRequest: () => ({}),
  RuntimeConsensusSyncRequest: () => ({}),
  RuntimeKeyManagerPolicyUpdateRequest: () => ({}),
  RuntimeCheckTxBatchRequest: ({inputs}) => ({results: (inputs ?? []).map(checkResult)}),
  RuntimeExecuteTxBatchRequest: execute,
  RuntimeQueryRequest: ({method, consensusBlock}) => ({
    data:
      method === "internal.BatchWeightLimits"
        ? encode(map(text, u64), new Map())
        : encode(text, `${method} world at:${consensusBlock.height}`),
  }),
};

function checkResult(input: Uint8Array | null) {
  const isRefused = input !== null && equal(input, mockRefusedInput);
  return {error: {module: isRefused ? "mock" : "", code: isRefused ? 1 : 0, message: ""}, meta: null};
}

function execute({
  inputs,
  block,
}: BodyValue<"RuntimeExecuteTxBatchRequest">): BodyValue<"RuntimeExecuteTxBatchResponse"> {
  const tree = newIoTree();
  for (const [batchOrder, input] of (inputs ?? []).entries())
    if (input !== null) addTransaction(tree, {input, output: input, batchOrder}, mockTags);
  const header = ComputeResultsHeader.make({
    round: BigInt.asUintN(64, block.header.round + 1n) as typeof block.header.round,
    previousHash: headerHash(block.header),
    ioRoot: tree.computeRoot(),
    stateRoot: emptyHash,
    messagesHash: emptyHash,
  });
  const ioWriteLog = [...tree.pendingWriteLog()];
  tree.close();
  return {
    batch: {header, ioWriteLog, stateWriteLog: [], rakSig: RawSignature.zero(), messages: []},
    batchWeightLimits: null,
    txHashes: null,
    txRejectHashes: null,
    txInputRoot: emptyHash,
    txInputWriteLog: null,
  };
}
