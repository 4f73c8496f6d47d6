import {toHex} from "@oasis-node/primitives/bytes";
import type {Hash} from "@oasis-node/primitives/hash";
import type {TokenContext} from "@oasis-node/primitives/token";
import type {Document} from "@oasis-node/state-transition/genesis";

/** What the network a transaction is for tells about how to show it. */
export interface ChainView {
  readonly token: TokenContext;
  readonly genesisHash: Hash;
  readonly chainContext: string;
}

/** The view of the network that starts with a document. */
export function chainViewOf({document, hash}: {readonly document: Document; readonly hash: Hash}): ChainView {
  const {tokenSymbol, tokenValueExponent} = document.staking;
  return {
    token: {symbol: tokenSymbol, exponent: tokenValueExponent},
    genesisHash: hash,
    chainContext: toHex(hash),
  };
}
