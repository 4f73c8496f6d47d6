import {duplexPair} from "node:stream";
import {type Root, rootTypes} from "@oasis-node/mkvs/node";
import {RemoteTree} from "@oasis-node/mkvs/syncer";
import {utf8} from "@oasis-node/primitives/bytes";
import {encode, map, text, u64} from "@oasis-node/primitives/cbor";
import {type Clock, systemClock} from "@oasis-node/primitives/clock";
import {asRound} from "@oasis-node/primitives/epoch";
import {type Hash, hashOf} from "@oasis-node/primitives/hash";
import {silentLogger} from "@oasis-node/primitives/log";
import {RawSignature} from "@oasis-node/primitives/signature";
import {addOutput, addTransaction, inputBatch, newIoTree} from "@oasis-node/runtime/ioTree";
import {
  type BodyValue,
  dispatcherError,
  executionModes,
  type RuntimeConnection,
  serveHost,
  storageEndpoints,
} from "@oasis-node/runtime/protocol";
import type {Provisioner, StartedRuntime} from "@oasis-node/runtime/provisioner";
import {type Block, headerHash, messagesHash} from "@oasis-node/state-transition/roothash";

/** What a runtime does wrong; null for nothing. */
export type RuntimeFault = "wrongState" | "fails" | "hangs" | "dies" | null;

export interface MockRuntimeOptions {
  /** Lets the runtime choose transactions, beginning with so many. */
  readonly initialBatchSize?: number;
  readonly clock?: Clock;
}

type ExecuteRequest = BodyValue<"RuntimeExecuteTxBatchRequest">;
type ExecuteResponse = BodyValue<"RuntimeExecuteTxBatchResponse">;

const WeightLimits = map(text, u64);

/**
 * A runtime in this process that speaks the protocol: keeps each transaction under its own bytes. Transactions that begin
 * with `bad` are refused when they are checked, those with `reject` when they are chosen.
 */
export class MockRuntime implements Provisioner {
  readonly name = "mock";
  readonly #options: MockRuntimeOptions;
  fault: RuntimeFault = null;
  /** Batches that were to be executed. */
  readonly executed: {readonly round: bigint; readonly inputs: readonly string[]; readonly mode: number}[] =
    [];
  starts = 0;
  aborts = 0;
  heights: bigint[] = [];

  constructor(options: MockRuntimeOptions = {}) {
    this.#options = options;
  }

  async start(): Promise<StartedRuntime> {
    this.starts++;
    const [host, guest] = duplexPair();
    const exited = Promise.withResolvers<string>();
    const {initialBatchSize, clock = systemClock} = this.#options;
    const kill = async (): Promise<void> => {
      guest.destroy();
      exited.resolve("killed");
    };
    const connection: RuntimeConnection = serveHost(
      {
        stream: guest,
        clock,
        logger: silentLogger,
        runtimeVersion: {major: 1, minor: 0, patch: 0},
        features: initialBatchSize === undefined ? null : {scheduleControl: {initialBatchSize}},
      },
      {
        RuntimeAbortRequest: () => {
          this.aborts++;
          if (this.fault === "hangs") throw dispatcherError("busy");
          return {};
        },
        RuntimeCheckTxBatchRequest: ({inputs}) => ({results: (inputs ?? []).map(checked)}),
        RuntimeQueryRequest: () => ({data: encode(WeightLimits, new Map())}),
        RuntimeConsensusSyncRequest: ({height}) => {
          this.heights.push(height);
          return {};
        },
        RuntimeExecuteTxBatchRequest: (request) => {
          if (this.fault === "dies") void kill();
          return this.#execute(connection, request);
        },
      },
    );
    return {stream: host, pid: null, exited: exited.promise, kill};
  }

  async #execute(connection: RuntimeConnection, request: ExecuteRequest): Promise<ExecuteResponse> {
    const {mode, block, inputs} = request;
    const given = (inputs ?? []).flatMap((raw) => raw ?? []);
    this.executed.push({round: block.header.round, inputs: given.map(textOf), mode});
    if (this.fault === "fails") throw dispatcherError("failed as told");
    if (this.fault === "hangs" || this.fault === "dies") return new Promise(() => {});
    if (mode === executionModes.execute) {
      return {...unchosen, batch: await this.#compute(connection, block, given)};
    }
    const {chosen, rejected} = await choose(connection, given);
    const {root, writeLog, hashes} = inputBatch(chosen);
    return {
      batch: await this.#compute(connection, block, chosen),
      batchWeightLimits: null,
      txHashes: [...hashes],
      txRejectHashes: rejected.map((raw) => hashOf(raw)),
      txInputRoot: root,
      txInputWriteLog: [...writeLog],
    };
  }

  async #compute(
    connection: RuntimeConnection,
    {header}: Block,
    inputs: readonly Uint8Array[],
  ): Promise<ExecuteResponse["batch"]> {
    const io = newIoTree();
    for (const [batchOrder, input] of inputs.entries()) {
      const hash = addTransaction(io, {input, output: null, batchOrder});
      addOutput(io, hash, utf8(`ok ${textOf(input)}`));
    }
    const version = header.round;
    const root: Root = {namespace: header.namespace, version, type: rootTypes.state, hash: header.stateRoot};
    const state = new RemoteTree({syncer: hostSyncer(connection), root});
    for (const input of inputs) await state.insert(input, utf8(`${version + 1n}`));
    if (this.fault === "wrongState") await state.insert(utf8("wrong"), utf8("wrong"));
    return {
      header: {
        round: asRound(version + 1n),
        previousHash: headerHash(header),
        ioRoot: io.computeRoot(),
        stateRoot: state.computeRoot(),
        messagesHash: messagesHash(null),
      },
      ioWriteLog: [...io.pendingWriteLog()],
      stateWriteLog: [...state.pendingWriteLog()],
      rakSig: RawSignature.zero(),
      messages: [],
    };
  }
}

const unchosen = {
  batchWeightLimits: null,
  txHashes: [],
  txRejectHashes: [],
  txInputRoot: new Uint8Array(32) as Hash,
  txInputWriteLog: [],
};

/** Everything that the host has, but for what is to be rejected. */
async function choose(connection: RuntimeConnection, given: readonly Uint8Array[]) {
  const all = [...given];
  for (let last = given.at(-1); last !== undefined; ) {
    const {batch} = await connection.call("HostFetchTxBatchRequest", {offset: hashOf(last), limit: 2});
    const more = (batch ?? []).flatMap((raw) => raw ?? []);
    all.push(...more);
    last = more.at(-1);
  }
  const rejected = all.filter((raw) => textOf(raw).startsWith("reject"));
  return {chosen: all.filter((raw) => !rejected.includes(raw)), rejected};
}

function hostSyncer(connection: RuntimeConnection) {
  const ask = async (reads: Partial<BodyValue<"HostStorageSyncRequest">>) => {
    const request = {
      endpoint: storageEndpoints.runtime,
      syncGet: null,
      syncGetPrefixes: null,
      syncIterate: null,
      ...reads,
    };
    const {proofResponse} = await connection.call("HostStorageSyncRequest", request);
    if (proofResponse === null) throw dispatcherError("no proof");
    return proofResponse;
  };
  return {
    syncGet: (syncGet: BodyValue<"HostStorageSyncRequest">["syncGet"]) => ask({syncGet}),
    syncGetPrefixes: (syncGetPrefixes: BodyValue<"HostStorageSyncRequest">["syncGetPrefixes"]) =>
      ask({syncGetPrefixes}),
    syncIterate: (syncIterate: BodyValue<"HostStorageSyncRequest">["syncIterate"]) => ask({syncIterate}),
  };
}

function checked(input: Uint8Array | null) {
  const isBad = textOf(input ?? new Uint8Array()).startsWith("bad");
  const error = {module: isBad ? "mock" : "", code: isBad ? 1 : 0, message: isBad ? "bad" : ""};
  return {error, meta: isBad ? null : {priority: BigInt(input?.length ?? 0), weights: null}};
}

function textOf(raw: Uint8Array): string {
  return Buffer.from(raw).toString();
}
