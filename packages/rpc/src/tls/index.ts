export {peerCertificates} from "./peerCertificates.ts";
export {type TlsCredentials, toPem} from "./tlsCredentials.ts";
