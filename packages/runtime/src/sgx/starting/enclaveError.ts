import {TypedError} from "@oasis-node/primitives/errors";
import type {Finding} from "../../sandbox/index.ts";

/**
 * - `device`: this machine shows no SGX device;
 * - `aesm`: Intel's AESM service does not run here;
 * - `loader`: the program that loads enclaves is none, or is not there;
 * - `enclave`: the enclave's file cannot be read;
 * - `signature`: the enclave's SIGSTRUCT is missing, not good, or another enclave's.
 */
export type EnclaveErrorCode = "device" | "aesm" | "loader" | "enclave" | "signature";

/** An enclave cannot be started. The message says what was found, what was wanted and how to mend it; so do the details. */
export class EnclaveError extends TypedError<EnclaveErrorCode> {
  readonly finding: Finding;

  constructor(code: EnclaveErrorCode, finding: Finding, cause?: unknown) {
    const {found, wanted, remedy} = finding;
    super(code, `${found}; wanted: ${wanted}; ${remedy}`, {details: {...finding}, cause});
    this.finding = finding;
  }
}
