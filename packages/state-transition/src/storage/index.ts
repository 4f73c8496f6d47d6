export {LogEntry, WriteLog} from "@oasis-node/mkvs/writeLog";
export {storageErrors} from "./errors.ts";
export {ReceiptBody} from "./receipt.ts";
