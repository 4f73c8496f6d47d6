export {
  type AttestEnclaveOptions,
  attestationIntervalMs,
  attestEnclave,
} from "./attestation/attestEnclave.ts";
export type {AesmClient, Evidence, IasClient, QuoteInfo, QuoteRequest} from "./attestation/clients.ts";
export {
  attestationTimeoutMs,
  EnclaveAttestation,
  type EnclaveAttestationOptions,
} from "./attestation/enclaveAttestation.ts";
export {quoteBufferSize, trimQuote} from "./attestation/quote.ts";
export {
  type AttestationCall,
  type AttestationEffect,
  type AttestationEvent,
  type AttestationState,
  type AttestationStep,
  attestationStep,
} from "./attestation/step.ts";
export {mockReport, unconfiguredIas} from "./attestation/unconfiguredIas.ts";
export type {BuildDate} from "./sigstruct/buildDate.ts";
export {dummySigstruct} from "./sigstruct/dummySigner.ts";
export {sigstructSize} from "./sigstruct/layout.ts";
export {signSigstruct} from "./sigstruct/signSigstruct.ts";
export type {EnclaveAttributes, Sigstruct} from "./sigstruct/sigstruct.ts";
export {SigstructError, type SigstructErrorCode} from "./sigstruct/sigstructError.ts";
export {type VerifiedSigstruct, verifySigstruct} from "./sigstruct/verifySigstruct.ts";
export {checkSgx, type SgxCheck, type SgxSetup} from "./starting/checkSgx.ts";
export {EnclaveError, type EnclaveErrorCode} from "./starting/enclaveError.ts";
export {enclaveGuest, loaderArguments} from "./starting/enclaveGuest.ts";
export {type EnclaveFiles, type LoadedEnclave, loadEnclave} from "./starting/loadEnclave.ts";
export {aesmSocket, checkAesm, checkLoader, findSgxDevice, sgxDevices} from "./starting/machine.ts";
export {type SandboxedEnclaveOptions, sandboxedEnclave} from "./starting/sandboxedEnclave.ts";
