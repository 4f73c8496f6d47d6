export {attributeFlags, hasAttribute} from "./attributes.ts";
export {
  EnclaveIdentity,
  EnclaveIdentityKey,
  enclaveIdentityFromHex,
  enclaveIdentityFromText,
  enclaveIdentityKey,
  enclaveIdentityOf,
  enclaveIdentitySize,
  enclaveIdentityToHex,
  enclaveIdentityToText,
} from "./enclaveIdentity.ts";
export {
  asMrEnclave,
  asMrSigner,
  isMrEnclave,
  isMrSigner,
  MrEnclave,
  MrSigner,
  measurementSize,
  mrEnclaveFromText,
  mrEnclaveOfSgxs,
  mrSignerFromText,
  mrSignerOfModulus,
  signerModulusSize,
} from "./measurement.ts";
export {SgxError} from "./sgxError.ts";
