import type {TendermintGenesis} from "@oasis-node/state-transition/genesis";
import type {BlockStore} from "../blockStore/index.ts";
import {EngineError} from "../engine/index.ts";
import {encodedSize} from "../mempool/index.ts";
import {decode, encode} from "../protobuf/index.ts";
import {checkEvidence, Evidence, evidenceHeight} from "../tendermint/index.ts";
import {isExpired, verifyEvidence} from "./verifyEvidence.ts";

export interface EvidencePoolOptions {
  readonly store: BlockStore;
  readonly genesis: TendermintGenesis;
}

/** Evidence of misbehaviour on its way into a block: verified, once, and not too late. */
export class EvidencePool {
  readonly #options: EvidencePoolOptions;

  constructor(options: EvidencePoolOptions) {
    this.#options = options;
  }

  /** Takes evidence in its protobuf form. Throws `EngineError` `badEvidence`. */
  add(bytes: Uint8Array): void {
    const {store, genesis} = this.#options;
    const evidence = decodeEvidence(bytes);
    const {evidence: records} = store;
    if (records.isPending(evidence)) return;
    if (records.isCommitted(evidence)) throw new EngineError("badEvidence", "evidence was already committed");
    refused(() => verifyEvidence(store, genesis, evidence));
    records.addPending(evidence);
  }

  /** What the next block takes, up to so many bytes; none that has expired. */
  forBlock(maxBytes: bigint): readonly Evidence[] {
    const {store, genesis} = this.#options;
    if (store.evidence.count === 0) return [];
    const taken: Evidence[] = [];
    let bytes = 0n;
    for (const evidence of store.evidence.pending()) {
      if (isExpired(store, genesis, evidenceHeight(evidence))) continue;
      bytes += encodedSize(encode(Evidence, evidence).length);
      if (maxBytes >= 0n && bytes > maxBytes) break;
      taken.push(evidence);
    }
    return taken;
  }

  /** Evidence below this height has expired; 0 when there is none to look at. */
  keptFrom(): bigint {
    const {store, genesis} = this.#options;
    if (store.evidence.count === 0) return 0n;
    const oldest = store.latestHeight - genesis.parameters.evidence.maxAgeNumBlocks;
    return oldest > 0n && isExpired(store, genesis, oldest - 1n) ? oldest : 0n;
  }
}

function decodeEvidence(bytes: Uint8Array): Evidence {
  return refused(() => {
    const evidence = decode(Evidence, bytes);
    if (evidence === null) throw new EngineError("badEvidence", "evidence of an unknown kind");
    checkEvidence(evidence);
    return evidence;
  });
}

function refused<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError("badEvidence", reason, {cause});
  }
}
