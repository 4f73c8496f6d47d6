export {FileIdentity, type IdentityOptions, loadIdentity, type TlsCredentials} from "./fileIdentity.ts";
export {IdentityError, type IdentityErrorCode, identityErrors} from "./identityError.ts";
export {identityFiles, type KeySource, loadTlsKey} from "./keyFiles.ts";
