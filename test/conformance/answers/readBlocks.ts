import {join} from "node:path";
import type {BlockResults} from "@oasis-node/consensus/engine";
import {decode as decodeProtobuf} from "@oasis-node/consensus/protobuf";
import {Commit, LightBlock} from "@oasis-node/consensus/tendermint";
import {asHeight, type Height} from "@oasis-node/primitives/epoch";
import {RequestDeliverTx, ResponseBeginBlock, ResponseEndBlock, ResponseTx} from "../abci/messages.ts";
import {decodeMessage} from "../abci/protobuf.ts";
import {base64, type JsonObject, number, object, RecordError, readJsonLines} from "../records.ts";
import type {RecordedCall} from "../replay/recordedCall.ts";
import type {RecordedBlock} from "./recordedEngine.ts";

/** What clients were told of each height, in the export folder of a chain. */
export function answersPath(folder: string): string {
  return join(folder, "export", "blocks.jsonl.gz");
}

/** Transactions and results of blocks, gathered from the calls to the application. */
export class RecordedResults {
  readonly #blocks = new Map<Height, {transactions: Uint8Array[]; results: BlockResults}>();

  add({type, height, request, response}: RecordedCall): void {
    const at = asHeight(height);
    const {transactions, results} = this.at(at);
    const with_ = (change: Partial<BlockResults>, added: readonly Uint8Array[] = []): void => {
      this.#blocks.set(at, {transactions: [...transactions, ...added], results: {...results, ...change}});
    };
    const answer = response ?? new Uint8Array();
    if (type === "BeginBlock") with_({beginEvents: decodeMessage(ResponseBeginBlock, answer).events});
    if (type === "EndBlock") with_({endEvents: decodeMessage(ResponseEndBlock, answer).events});
    if (type !== "DeliverTx") return;
    const result = decodeMessage(ResponseTx, answer);
    with_({transactions: [...results.transactions, result]}, [decodeMessage(RequestDeliverTx, request).tx]);
  }

  at(height: Height): {readonly transactions: readonly Uint8Array[]; readonly results: BlockResults} {
    return this.#blocks.get(height) ?? {transactions: [], results: noResults};
  }
}

/**
 * The blocks of a recording: headers, commits and validators are those of the light blocks that clients got, the rest is what
 * the application was given and answered.
 */
export async function readBlocks(
  folder: string,
  recorded: RecordedResults,
): Promise<ReadonlyMap<Height, RecordedBlock>> {
  const path = answersPath(folder);
  const blocks = new Map<Height, RecordedBlock>();
  let lastCommit = Commit.zero();
  for await (const line of readJsonLines(path)) {
    const answers = object(line, path);
    const height = asHeight(BigInt(number(answers.height, path)));
    const light = lightBlock(answers, path);
    const {header, commit} = light.signedHeader ?? {};
    if (!header || !commit) throw new RecordError(path, "a whole light block", light);
    const {transactions, results} = recorded.at(height);
    const block = {id: commit.blockId, header, transactions, evidence: [], lastCommit, size: 0};
    blocks.set(height, {block, results, light});
    lastCommit = commit;
  }
  return blocks;
}

function lightBlock(answers: JsonObject, path: string): LightBlock {
  const {meta} = object(answers.light_block, path);
  return decodeProtobuf(LightBlock, base64(meta, path));
}

const noResults: BlockResults = {beginEvents: [], transactions: [], endEvents: [], validatorUpdates: []};
