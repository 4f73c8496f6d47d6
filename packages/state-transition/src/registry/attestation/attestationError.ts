import {TypedError} from "@oasis-node/primitives/errors";

/**
 * The attestation of a TEE is not good. The reference gives none of these a code: (unknown, 1) as a result.
 *
 * - `certificates`: the chain is malformed, not from Intel, or not valid at that time;
 * - `signature`: the report is not what Intel signed;
 * - `report`: the report is malformed or breaks its rules;
 * - `quote`: the quote in it is malformed, or of an enclave that is not allowed at all;
 * - `hardware`: a TEE that nobody knows;
 * - `constraints`: the runtime's list of enclaves is malformed;
 * - `enclave`: the enclave is not one of the runtime's;
 * - `rak`: the quote is not about this attestation key.
 */
export class AttestationError extends TypedError<
  "certificates" | "signature" | "report" | "quote" | "hardware" | "constraints" | "enclave" | "rak"
> {}
