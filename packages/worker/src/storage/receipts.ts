import type {Round} from "@oasis-node/primitives/epoch";
import type {Hash} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {
  type PreparedContext,
  prepareContext,
  type Signed,
  type Signer,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {Receipt} from "@oasis-node/rpc/services";
import {storageErrors} from "@oasis-node/state-transition/storage";

/** A root of which a receipt speaks; `type` is one of `rootTypes`, or whatever number the caller sent. */
export interface SignedRoot {
  readonly type: number;
  readonly hash: Hash;
}

/** Version of receipts, the only one there is. */
const receiptVersion = 1;

/** Context under which storage nodes of a chain sign. */
export function receiptContext(chainContext: string): PreparedContext {
  return prepareContext(signingContexts.storageReceipt, {chainContext});
}

/** Says that the node keeps these roots of a round (runtime-workers §4.5.1). Throws `storageErrors.noRoots`. */
export function signReceipt(
  signer: Signer,
  context: PreparedContext,
  namespace: Namespace,
  round: Round,
  roots: readonly SignedRoot[],
): Promise<Signed> {
  if (roots.length === 0) throw storageErrors.noRoots();
  return Receipt.sign(signer, context, {
    version: receiptVersion,
    namespace,
    round,
    rootTypes: Uint8Array.from(roots, ({type}) => type),
    roots: roots.map(({hash}) => hash),
  });
}
