import {
  embedded,
  encode,
  message,
  optional,
  type ProtoValue,
  repeated,
  repeatedBytes,
} from "../protobuf/index.ts";
import type {BlockId} from "./blockId.ts";
import {Commit} from "./commit.ts";
import {Evidence} from "./evidence.ts";
import {Header, headerHash} from "./header.ts";
import {splitIntoParts} from "./partSet.ts";

const Data = message("types.Data", {transactions: repeatedBytes(1)});
const EvidenceList = message("types.EvidenceList", {evidence: repeated(1, Evidence)});

/** A block as it travels and is stored. */
export const Block = message("types.Block", {
  header: embedded(1, Header),
  data: embedded(2, Data),
  evidence: embedded(3, EvidenceList),
  /** Signatures over the block before; in the first block a commit to nothing. */
  lastCommit: optional(4, Commit),
});
export type Block = ProtoValue<typeof Block>;

/** The bytes of a block, and what names it: the hash of its header and of its parts. */
export function sealBlock(block: Block): {readonly bytes: Uint8Array; readonly id: BlockId} {
  const bytes = encode(Block, block);
  const {header: partSetHeader} = splitIntoParts(bytes);
  return {bytes, id: {hash: headerHash(block.header), partSetHeader}};
}
