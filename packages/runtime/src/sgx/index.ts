export type {BuildDate} from "./buildDate.ts";
export {dummySigstruct} from "./dummySigner.ts";
export {sigstructSize} from "./layout.ts";
export {signSigstruct} from "./signSigstruct.ts";
export type {EnclaveAttributes, Sigstruct} from "./sigstruct.ts";
export {SigstructError, type SigstructErrorCode} from "./sigstructError.ts";
export {type VerifiedSigstruct, verifySigstruct} from "./verifySigstruct.ts";
