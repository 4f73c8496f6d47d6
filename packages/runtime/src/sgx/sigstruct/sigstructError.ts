import {TypedError} from "@oasis-node/primitives/errors";

/**
 * - `length`: not of the size that a SIGSTRUCT has;
 * - `modulus`, `exponent`: the signer's key is not of 3072 bits, or its exponent not 3;
 * - `signature`: not made with that key over these fields;
 * - `quotients`: the numbers that spare the processor divisions are wrong;
 * - `date`: none of the calendar;
 * - `signingKey`: no key that may sign enclaves.
 */
export type SigstructErrorCode =
  | "length"
  | "modulus"
  | "exponent"
  | "signature"
  | "quotients"
  | "date"
  | "signingKey";

/** A SIGSTRUCT is not good, or cannot be made (runtime-workers §3.2). */
export class SigstructError extends TypedError<SigstructErrorCode> {
  constructor(code: SigstructErrorCode, problem: string, details: Readonly<Record<string, unknown>> = {}) {
    super(code, `sgx/sigstruct: ${problem}`, {details});
  }
}
