export {type StatusName, statusCodes, statusName} from "./codes.ts";
export {isDefect, type RpcStatus, statusOfError} from "./errorStatus.ts";
export {RpcError} from "./rpcError.ts";
export {decodeStatusDetails, encodeStatusDetails, type StatusDetails} from "./statusDetails.ts";
export {errorOfStatus, type ReceivedStatus} from "./statusError.ts";
export {decodeStatusText, encodeStatusText} from "./statusText.ts";
