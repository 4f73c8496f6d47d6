import {rootTypes} from "@oasis-node/mkvs/node";
import {bytes, field, list, struct, u16, type ValueOf} from "@oasis-node/primitives/cbor";
import {Round} from "@oasis-node/primitives/epoch";
import {Hash} from "@oasis-node/primitives/hash";
import {Namespace} from "@oasis-node/primitives/namespace";

/** Version of receipts, the only one there is. */
const receiptVersion = 1;

/**
 * What storage nodes sign: that they keep the given roots of a round (consensus-paratime §3.2). Root types are one byte
 * each; a Go slice of bytes is a byte string, whatever its element type is called.
 */
export const ReceiptBody = struct("storage.ReceiptBody", {
  version: u16,
  namespace: field("ns", Namespace),
  round: Round,
  rootTypes: bytes,
  roots: list(Hash),
});
export type ReceiptBody = ValueOf<typeof ReceiptBody>;

/** A root in a receipt. */
export interface ReceiptRoot {
  readonly type: keyof typeof rootTypes;
  readonly hash: Hash;
}

/** The receipt for these roots, in this order. */
export function receiptBody(namespace: Namespace, round: Round, roots: readonly ReceiptRoot[]): ReceiptBody {
  return {
    version: receiptVersion,
    namespace,
    round,
    rootTypes: Uint8Array.from(roots, ({type}) => rootTypes[type]),
    roots: roots.map(({hash}) => hash),
  };
}
