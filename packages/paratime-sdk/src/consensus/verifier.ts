import type {Root} from "@oasis-node/mkvs/node";
import type {LightBlock} from "@oasis-node/runtime/protocol";
import type {Header} from "@oasis-node/state-transition/roothash";
import {stateRootOf} from "./stateRoot.ts";

/** Decides which consensus state to believe in (runtime-workers §1.7). What it throws as `CodedError` is answered to the host. */
export interface Verifier {
  /** Catches up to a height. */
  sync(height: bigint): Promise<void>;
  /** Root of the state at a block, before a batch is executed on a runtime block. */
  verify(block: LightBlock, header: Header): Promise<Root>;
  /** The same for checks and queries, whose answers bind nobody. */
  unverified(block: LightBlock): Root;
}

/** Believes the host, as runtimes without a trust root do: reads are still proven against the block it names. */
export const trustingVerifier: Verifier = {
  sync: async () => {},
  verify: async (block) => stateRootOf(block),
  unverified: stateRootOf,
};
