import {errorModule} from "@oasis-node/primitives/errors";

/** Errors of storage (consensus-core §10). */
export const storageErrors = errorModule("storage", {
  cantProve: [1, "storage: unable to provide proofs"],
  noRoots: [2, "storage: no roots to generate receipt for"],
  rootMismatch: [3, "storage: expected root mismatch"],
  unsupported: [4, "storage: method not supported by backend"],
  limitReached: [5, "storage: limit reached"],
});
