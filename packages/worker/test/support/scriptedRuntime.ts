import {FileCheckpointStore} from "@oasis-node/mkvs/checkpoint";
import {type NodeDb, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {emptyRoot, rootTypes} from "@oasis-node/mkvs/node";
import {Tree} from "@oasis-node/mkvs/tree";
import type {LogEntry, WriteLog} from "@oasis-node/mkvs/writeLog";
import {concat, toHex, utf8} from "@oasis-node/primitives/bytes";
import {asHeight, asRound} from "@oasis-node/primitives/epoch";
import {emptyHash, type Hash, hashOf} from "@oasis-node/primitives/hash";
import {asNamespace, type Namespace} from "@oasis-node/primitives/namespace";
import {SignatureVerifier} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import type {ApplyBatchRequest} from "@oasis-node/rpc/services";
import type {HistoryBlock} from "@oasis-node/runtime/history";
import {Runtime} from "@oasis-node/state-transition/registry";
import {type Block, genesisBlock, headerTypes} from "@oasis-node/state-transition/roothash";
import {LocalStorage, receiptContext} from "../../src/storage/index.ts";

export const testChainContext = "storage test chain";
export const testContext = receiptContext(testChainContext);
export const testVerifier = new SignatureVerifier();

/** Changes of one round: values by key, null for a key that goes away. */
export type StateChanges = Readonly<Record<string, string | null>>;

/** A round: its block, and what storage nodes have to be told of it. */
export interface ScriptedRound {
  readonly block: HistoryBlock;
  readonly request: ApplyBatchRequest;
}

/** A runtime without nodes: makes blocks whose roots are those of real trees. */
export class ScriptedRuntime {
  readonly id: Namespace;
  readonly rounds: ScriptedRound[] = [];
  readonly state = new Map<string, string>();
  readonly descriptor: Runtime;
  readonly #stateTree = Tree.create({rootType: rootTypes.state});

  constructor({firstRound = 0n, genesis = {} as StateChanges, checkpointInterval = 0n} = {}) {
    this.id = asNamespace(concat(new Uint8Array(31), Uint8Array.of(7)));
    const state = this.#change(genesis);
    const stateRoot = this.#stateTree.computeRoot();
    this.descriptor = Runtime.make({
      id: this.id,
      genesis: {stateRoot, state, storageReceipts: null, round: asRound(firstRound)},
      storage: {
        groupSize: 3,
        minWriteReplication: 2,
        maxApplyWriteLogEntries: 100n,
        maxApplyOps: 2n,
        checkpointInterval,
        checkpointNumKept: 2n,
        checkpointChunkSize: 256n,
      },
      txnScheduler: {
        algorithm: "simple",
        batchFlushTimeout: 0n,
        maxBatchSize: 10n,
        maxBatchSizeBytes: 1000n,
        proposeBatchTimeout: 5n,
      },
    });
    const {header} = genesisBlock(this.id, 0n);
    this.#add({...header, round: asRound(firstRound), stateRoot}, [], state);
  }

  get genesis(): Block {
    const [first] = this.rounds;
    if (first === undefined) throw new RangeError("no first round");
    return first.block.block;
  }

  get last(): ScriptedRound {
    const last = this.rounds.at(-1);
    if (last === undefined) throw new RangeError("no round");
    return last;
  }

  /** A round that changes state and has one transaction with its text as input. */
  round(changes: StateChanges, transaction = JSON.stringify(changes)): ScriptedRound {
    const stateLog = this.#change(changes);
    const input = utf8(transaction);
    const ioLog: LogEntry[] = [
      {key: concat(utf8("T"), hashOf(input), Uint8Array.of(1)), value: input},
      {key: concat(utf8("T"), hashOf(input), Uint8Array.of(2)), value: utf8("done")},
    ];
    const ioTree = Tree.create({rootType: rootTypes.io});
    ioTree.applyWriteLog(ioLog);
    return this.#follow(
      {ioRoot: ioTree.computeRoot(), stateRoot: this.#stateTree.computeRoot()},
      ioLog,
      stateLog,
    );
  }

  /** A round that consensus makes by itself. */
  emptyRound(): ScriptedRound {
    const {stateRoot} = this.last.block.block.header;
    return this.#follow({ioRoot: emptyHash, stateRoot, headerType: headerTypes.epochTransition}, [], []);
  }

  #change(changes: StateChanges): LogEntry[] {
    return Object.entries(changes).map(([key, value]) => {
      if (value === null) {
        this.state.delete(key);
        this.#stateTree.remove(utf8(key));
      } else {
        this.state.set(key, value);
        this.#stateTree.insert(utf8(key), utf8(value));
      }
      return {key: utf8(key), value: value === null ? null : utf8(value)};
    });
  }

  #follow(parts: Partial<Block["header"]>, ioLog: LogEntry[], stateLog: LogEntry[]): ScriptedRound {
    const {header} = this.last.block.block;
    return this.#add({...header, ...parts, round: asRound(header.round + 1n)}, ioLog, stateLog);
  }

  #add(header: Block["header"], ioLog: LogEntry[], stateLog: LogEntry[]): ScriptedRound {
    const before = this.rounds.at(-1)?.block.block.header;
    const {round, ioRoot, stateRoot} = header;
    const request: ApplyBatchRequest = {
      namespace: this.id,
      dstRound: round,
      ops: [
        {rootType: rootTypes.io, srcRound: round, srcRoot: emptyHash, dstRoot: ioRoot, writeLog: ioLog},
        {
          rootType: rootTypes.state,
          srcRound: before?.round ?? round,
          srcRoot: before?.stateRoot ?? emptyHash,
          dstRoot: stateRoot,
          writeLog: stateLog,
        },
      ],
    };
    const block = {consensusHeight: asHeight(round + 10n), block: {header}};
    const scripted = {block, request};
    this.rounds.push(scripted);
    return scripted;
  }
}

/** Storage of one node in memory; `checkpoints` is a directory for its checkpoints. */
export async function memoryStorage(
  runtimeId: Namespace,
  name: string,
  checkpoints = "/nonexistent",
): Promise<LocalStorage> {
  const db = await openMemoryNodeDb({namespace: runtimeId});
  return storageOver(db, name, checkpoints);
}

export function storageOver(db: NodeDb, name: string, checkpoints = "/nonexistent"): LocalStorage {
  return new LocalStorage({
    db,
    checkpoints: new FileCheckpointStore(checkpoints, db),
    signer: testSigner(name),
    context: testContext,
  });
}

/** All values under a root. */
export function contents(db: NodeDb, runtimeId: Namespace, round: bigint, hash: Hash): Map<string, string> {
  const root = {...emptyRoot(runtimeId, round, rootTypes.state), hash};
  const tree = Tree.open({db, root});
  const found = new Map<string, string>();
  const iterator = tree.iterator();
  const decoder = new TextDecoder();
  for (let item = iterator.rewind(); item !== null; item = iterator.next())
    found.set(decoder.decode(item.key), decoder.decode(item.value));
  tree.close();
  return found;
}

/** The state's log of a round as text, for comparison. */
export function logText(log: WriteLog | null): string[] {
  return (log ?? [])
    .map(({key, value}) => `${toHex(key ?? utf8(""))}=${value === null ? "-" : toHex(value)}`)
    .sort();
}
