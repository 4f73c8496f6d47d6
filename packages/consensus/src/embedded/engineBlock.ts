import type {StoredBlock} from "../blockStore/index.ts";
import type {EngineBlock} from "../engine/index.ts";
import {Commit} from "../tendermint/index.ts";

/** A stored block as everybody else sees it. */
export function engineBlock({id, block, size}: StoredBlock): EngineBlock {
  return {
    id,
    header: block.header,
    transactions: block.data.transactions,
    evidence: block.evidence.evidence.filter((one) => one !== null),
    lastCommit: block.lastCommit ?? Commit.zero(),
    size,
  };
}
