import {utf8} from "@oasis-node/primitives/bytes";
import {keyFormat} from "@oasis-node/primitives/keyFormat";

/** State keys that belong to no application (consensus-core §1.2). */
export const applicationKeys = Object.freeze({
  /** `f1`: consensus parameters. */
  consensusParameters: keyFormat(0xf1),
});

/** `OasisGenesisDigest`: the chain context as 64 ASCII digits, for good. */
export const genesisDigestKey: Uint8Array = utf8("OasisGenesisDigest");

/** `OasisInitChainEvents`: events of InitChain, until the first block takes them over. */
export const initChainEventsKey: Uint8Array = utf8("OasisInitChainEvents");
