export {CodedError, type CodedErrorOptions, type ErrorDetails} from "./codedError.ts";
export {type ErrorKind, type ErrorModule, errorModule} from "./errorModule.ts";
export {type ErrorCode, type ErrorRegistry, errorCode, errorRegistry, unknownErrors} from "./registry.ts";
export {TypedError, type TypedErrorOptions} from "./typedError.ts";
