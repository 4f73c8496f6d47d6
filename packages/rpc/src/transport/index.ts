export {frameMessage, nilMessage} from "./frameMessage.ts";
export {MessageReader, maxMessageSize} from "./messageReader.ts";
export {peerCertificates} from "./peerCertificates.ts";
export {sessionOptions, windows} from "./sessionSettings.ts";
export {type TlsCredentials, toPem} from "./tlsCredentials.ts";
