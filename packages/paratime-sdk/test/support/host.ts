import {duplexPair} from "node:stream";
import {rootTypes} from "@oasis-node/mkvs/node";
import {TreeSyncer} from "@oasis-node/mkvs/syncer";
import {Tree} from "@oasis-node/mkvs/tree";
import {systemClock} from "@oasis-node/primitives/clock";
import {asRound, Epoch} from "@oasis-node/primitives/epoch";
import {emptyHash} from "@oasis-node/primitives/hash";
import {silentLogger} from "@oasis-node/primitives/log";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {protocolVersions} from "@oasis-node/primitives/version";
import {inputBatch} from "@oasis-node/runtime/ioTree";
import {
  type BodyValue,
  connectRuntime,
  executionModes,
  type Handlers,
  type HostConnection,
  type HostRequests,
} from "@oasis-node/runtime/protocol";
import {Header, headerHash, headerTypes, RoundResults} from "@oasis-node/state-transition/roothash";
import {type SessionEnd, serveSession} from "../../src/dispatcher/index.ts";
import type {Paratime} from "../../src/paratime/index.ts";
import {lightBlock} from "./lightBlock.ts";

const runtimeId = testNamespace(new TextEncoder().encode("sdk"));

const hostInfo = {
  consensusBackend: "tendermint",
  consensusProtocolVersion: {...protocolVersions.consensusProtocol},
  consensusChainContext: "00".repeat(32),
};

type Executed = BodyValue<"RuntimeExecuteTxBatchResponse">;

/** Plays the host of a ParaTime, with the state of its rounds. */
export class TestHost {
  readonly ended: Promise<SessionEnd>;
  readonly connection: HostConnection;
  /** Reads of the state so far. */
  reads = 0;
  header = Header.make({
    namespace: runtimeId,
    headerType: headerTypes.normal,
    previousHash: emptyHash,
    ioRoot: emptyHash,
    stateRoot: emptyHash,
    messagesHash: emptyHash,
  });
  readonly #state = Tree.create({rootType: rootTypes.state});

  private constructor(connection: HostConnection, ended: Promise<SessionEnd>) {
    this.connection = connection;
    this.ended = ended;
  }

  static async of(paratime: Paratime, handlers: Handlers<HostRequests> = {}): Promise<TestHost> {
    const [near, far] = duplexPair();
    const common = {clock: systemClock, logger: silentLogger};
    const ended = serveSession({paratime, stream: far, ...common});
    let host: TestHost | null = null;
    const {connection} = await connectRuntime(
      {...common, stream: near, runtimeId, hostInfo},
      {
        HostStorageSyncRequest: (request) => {
          if (host === null) throw new TypeError("read before the handshake");
          return host.#read(request);
        },
        ...handlers,
      },
    );
    host = new TestHost(connection, ended);
    return host;
  }

  /** Executes or schedules on the last block, without making it the next one. */
  execute(
    inputs: readonly Uint8Array[],
    options: Partial<BodyValue<"RuntimeExecuteTxBatchRequest">> = {},
  ): Promise<Executed> {
    return this.connection.call("RuntimeExecuteTxBatchRequest", {
      ...this.#basis(),
      mode: executionModes.execute,
      roundResults: RoundResults.zero(),
      ioRoot: inputBatch(inputs).root,
      inputs: [...inputs],
      block: {header: this.header},
      ...options,
    });
  }

  async check(inputs: readonly Uint8Array[]): Promise<string[]> {
    const {results} = await this.connection.call("RuntimeCheckTxBatchRequest", {
      ...this.#basis(),
      inputs: [...inputs],
      block: {header: this.header},
    });
    return (results ?? []).map(({error}) => error.message);
  }

  async query(method: string, args: Uint8Array): Promise<Uint8Array | null> {
    const request = {...this.#basis(), header: this.header, method, args};
    return (await this.connection.call("RuntimeQueryRequest", request)).data;
  }

  /** Makes what was executed the next block; checks that its write log makes its state. */
  async finalize({batch}: Executed): Promise<boolean> {
    this.#state.applyWriteLog(batch.stateWriteLog ?? []);
    const {hash} = await this.#state.commit(runtimeId, this.header.round + 1n);
    this.header = {
      ...this.header,
      round: asRound(this.header.round + 1n),
      previousHash: headerHash(this.header),
      stateRoot: batch.header.stateRoot ?? emptyHash,
      ioRoot: batch.header.ioRoot ?? emptyHash,
    };
    return Buffer.from(hash).equals(this.header.stateRoot);
  }

  #basis() {
    return {consensusBlock: {height: 2n, meta: lightBlock()}, epoch: Epoch.zero(), maxMessages: 2};
  }

  async #read({syncGet, syncIterate}: BodyValue<"HostStorageSyncRequest">) {
    this.reads++;
    const syncer = new TreeSyncer(this.#state);
    if (syncGet !== null) return {proofResponse: await syncer.syncGet(syncGet)};
    if (syncIterate !== null) return {proofResponse: await syncer.syncIterate(syncIterate)};
    throw new TypeError("not used here");
  }
}
