import {CborError, decode, list, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {EnclaveIdentity} from "@oasis-node/primitives/sgx";

/** The enclaves in which a runtime may run: `versions.tee` of an SGX runtime (consensus-core §5.8). */
export const SgxConstraints = struct("sgx.Constraints", {enclaves: list(EnclaveIdentity)});
export type SgxConstraints = ValueOf<typeof SgxConstraints>;

/** The constraints in a descriptor; none at all when the field is absent, null when it holds something else. */
export function sgxConstraints(tee: Uint8Array | null): SgxConstraints | null {
  if (tee === null) return SgxConstraints.zero();
  try {
    return decode(SgxConstraints, tee);
  } catch (error) {
    if (error instanceof CborError) return null;
    throw error;
  }
}
