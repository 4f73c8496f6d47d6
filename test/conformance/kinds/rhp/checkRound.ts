import {rootTypes} from "@oasis-node/mkvs/node";
import {Tree} from "@oasis-node/mkvs/tree";
import type {WriteLog} from "@oasis-node/mkvs/writeLog";
import {BytesMap, equal, toHex} from "@oasis-node/primitives/bytes";
import {emptyHash, type Hash} from "@oasis-node/primitives/hash";
import {inputBatch, newIoTree} from "@oasis-node/runtime/ioTree";
import {type BodyValue, executionModes, type Message} from "@oasis-node/runtime/protocol";
import {headerHash, messagesHash} from "@oasis-node/state-transition/roothash";
import type {Reporter} from "../../kind.ts";
import {checkArtifacts} from "./checkArtifacts.ts";
import type {Frame, RoundRecord} from "./conversation.ts";

type Request = BodyValue<"RuntimeExecuteTxBatchRequest">;
type Response = BodyValue<"RuntimeExecuteTxBatchResponse">;

/**
 * Follows the rounds of a conversation: roots out of write logs, on the states that the rounds before have made. A state
 * that was there before the conversation cannot be known, nor what comes of it.
 */
export class RoundChecker {
  readonly #records: ReadonlyMap<string, RoundRecord>;
  readonly #requests = new Map<bigint, Request>();
  /** Write logs from the empty root, by the root they lead to. */
  readonly #states = new BytesMap<Hash, readonly (WriteLog | null)[]>([[emptyHash, []]]);

  constructor(records: ReadonlyMap<string, RoundRecord>) {
    this.#records = records;
  }

  follow(frame: Frame, {id, body}: Message, report: Reporter): void {
    if (body.type === "RuntimeExecuteTxBatchRequest") this.#requests.set(id, body.value);
    if (body.type !== "RuntimeExecuteTxBatchResponse" || frame.direction !== "runtime->host") return;
    const request = this.#requests.get(id);
    if (request !== undefined) this.#checkRound(request, body.value, report);
  }

  #checkRound(request: Request, response: Response, report: Reporter): void {
    const {header, messages} = response.batch;
    const record = this.#records.get(`round${header.round}`);
    report.expect("round is the next one", request.block.header.round + 1n, header.round);
    report.expect("previous hash", headerHash(request.block.header), header.previousHash);
    report.expect("messages hash", messagesHash(messages), header.messagesHash);
    if (record !== undefined) report.expect("number of messages", record.num_messages, messages?.length ?? 0);
    this.#checkState(request, response, record, report);
    checkIo(request, response, record, report);
  }

  #checkState({block}: Request, {batch}: Response, record: RoundRecord | undefined, report: Reporter): void {
    const before = this.#states.get(block.header.stateRoot);
    if (before === undefined) return;
    const logs = [...before, batch.stateWriteLog];
    const root = rootOf(rootTypes.state, logs);
    report.expect("state root", batch.header.stateRoot, root);
    if (record !== undefined) report.expect("recorded state root", record.state_root, toHex(root));
    this.#states.set(root, logs);
  }
}

function checkIo(
  request: Request,
  response: Response,
  record: RoundRecord | undefined,
  report: Reporter,
): void {
  const {batch} = response;
  const tree = newIoTree();
  apply(tree, response.txInputWriteLog);
  const inputRoot = tree.computeRoot();
  report.expect("input root", response.txInputRoot, inputRoot);
  if (request.mode === executionModes.execute) {
    report.expect("input root of the inputs", request.ioRoot, inputBatch(nonNull(request.inputs)).root);
    report.expect("input root of the request", request.ioRoot, inputRoot);
  }
  apply(tree, batch.ioWriteLog);
  const root = tree.computeRoot();
  report.expect("I/O root", batch.header.ioRoot, root);
  if (record !== undefined) {
    const alone = equal(root, rootOf(rootTypes.io, [batch.ioWriteLog]));
    report.expect("recorded I/O root", record.io_root, toHex(root));
    report.expect("I/O root from outputs alone", record.io_root_equals_go_apply_io_writelog_alone, alone);
    checkArtifacts(tree, record, report);
  }
  tree.close();
}

function rootOf(rootType: number, logs: readonly (WriteLog | null)[]): Hash {
  const tree = Tree.create({rootType});
  for (const log of logs) apply(tree, log);
  const root = tree.computeRoot();
  tree.close();
  return root;
}

/** An empty value is a removal too (runtime-workers §1.5). */
function apply(tree: Tree, log: WriteLog | null): void {
  tree.applyWriteLog((log ?? []).map(({key, value}) => ({key, value: value?.length === 0 ? null : value})));
}

function nonNull(inputs: readonly (Uint8Array | null)[] | null): Uint8Array[] {
  return (inputs ?? []).map((input) => input ?? new Uint8Array());
}
