export {CodedError, type CodedErrorOptions, type ErrorDetails} from "./codedError.ts";
export {type ErrorKind, type ErrorModule, errorModule} from "./errorModule.ts";
