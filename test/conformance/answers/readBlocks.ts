import {join} from "node:path";
import {
  eventFromAbci,
  RequestDeliverTx,
  ResponseBeginBlock,
  ResponseDeliverTx,
  ResponseEndBlock,
  transactionResultFromAbci,
} from "@oasis-node/consensus/abci";
import type {BlockResults} from "@oasis-node/consensus/engine";
import {decode} from "@oasis-node/consensus/protobuf";
import {Commit, LightBlock} from "@oasis-node/consensus/tendermint";
import {base64, number, object, readJsonLines} from "../records.ts";
import type {RecordedCall} from "../replay/recordedCall.ts";
import type {RecordedBlock} from "./recordedEngine.ts";

/** What clients were told of each height, in the export folder of a chain. */
export function answersPath(folder: string): string {
  return join(folder, "export", "blocks.jsonl.gz");
}

/** Headers, commits and validators by height: those of the light blocks that clients got. */
export async function readLightBlocks(folder: string): Promise<ReadonlyMap<bigint, LightBlock>> {
  const path = answersPath(folder);
  const blocks = new Map<bigint, LightBlock>();
  for await (const line of readJsonLines(path)) {
    const answers = object(line, path);
    const {meta} = object(answers.light_block, path);
    blocks.set(BigInt(number(answers.height, path)), decode(LightBlock, base64(meta, path)));
  }
  return blocks;
}

/** Gathers the blocks of a recording from the calls to the application and the light blocks. */
export class BlockAssembler {
  readonly #lightBlocks: ReadonlyMap<bigint, LightBlock>;
  #transactions: Uint8Array[] = [];
  #results: BlockResults = noResults;
  #lastCommit: Commit = Commit.zero();

  constructor(lightBlocks: ReadonlyMap<bigint, LightBlock>) {
    this.#lightBlocks = lightBlocks;
  }

  /** The block that the call committed; null for other calls, and where clients asked no more. */
  add({type, height, request, response}: RecordedCall): RecordedBlock | null {
    const answer = response ?? new Uint8Array();
    const results = this.#results;
    switch (type) {
      case "BeginBlock":
        this.#transactions = [];
        this.#results = {
          ...noResults,
          beginEvents: decode(ResponseBeginBlock, answer).events.map(eventFromAbci),
        };
        return null;
      case "DeliverTx":
        this.#transactions.push(decode(RequestDeliverTx, request).tx);
        this.#results = {
          ...results,
          transactions: [
            ...results.transactions,
            transactionResultFromAbci(decode(ResponseDeliverTx, answer)),
          ],
        };
        return null;
      case "EndBlock":
        this.#results = {...results, endEvents: decode(ResponseEndBlock, answer).events.map(eventFromAbci)};
        return null;
      case "Commit":
        return this.#block(height);
      default:
        return null;
    }
  }

  #block(height: bigint): RecordedBlock | null {
    const light = this.#lightBlocks.get(height);
    const {header, commit} = light?.signedHeader ?? {};
    if (light === undefined || !header || !commit) return null;
    const block = {
      id: commit.blockId,
      header,
      transactions: this.#transactions,
      evidence: [],
      lastCommit: this.#lastCommit,
      size: 0,
    };
    this.#lastCommit = commit;
    return {block, results: this.#results, light};
  }
}

const noResults: BlockResults = {beginEvents: [], transactions: [], endEvents: [], validatorUpdates: []};
