import {type ErrorDetails, TypedError} from "../errors/index.ts";

const messages = {
  mrEnclave: "sgx: malformed MRENCLAVE",
  mrSigner: "sgx: malformed MRSIGNER",
  enclaveIdentity: "sgx: malformed EnclaveIdentity",
  modulus: "sgx: big int is not 3072 bits",
} as const;

/** Bytes or text are not a measurement, an identity or a modulus of SGX. */
export class SgxError extends TypedError<keyof typeof messages> {
  constructor(code: keyof typeof messages, details: ErrorDetails) {
    super(code, messages[code], {details});
  }
}
