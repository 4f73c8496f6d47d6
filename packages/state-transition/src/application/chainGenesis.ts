import type {Epoch, Height} from "@oasis-node/primitives/epoch";
import {chainContext, type Document} from "../genesis/index.ts";

/**
 * What a running chain goes by of its genesis document. The document itself, which may hold a million accounts, is
 * needed for InitChain alone.
 */
export interface ChainGenesis {
  /** Hash of the document, 64 lower-case hexadecimal digits. */
  readonly chainContext: string;
  /** Height of the first block. */
  readonly height: Height;
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  readonly baseEpoch: Epoch;
  readonly haltEpoch: Epoch;
}

export function chainGenesis(document: Document): ChainGenesis {
  const {height, time, beacon, haltEpoch} = document;
  return {chainContext: chainContext(document), height, time, baseEpoch: beacon.base, haltEpoch};
}

/** Hands out the document once, and keeps none that will not be asked for. */
export class GenesisSource {
  readonly chain: ChainGenesis;
  #document: Document | null;

  constructor(genesis: Document | ChainGenesis, isNeeded: boolean) {
    const isWhole = "staking" in genesis;
    this.chain = isWhole ? chainGenesis(genesis) : genesis;
    this.#document = isWhole && isNeeded ? genesis : null;
  }

  /** Null when it was not given, or has been taken. */
  take(): Document | null {
    const document = this.#document;
    this.#document = null;
    return document;
  }
}
