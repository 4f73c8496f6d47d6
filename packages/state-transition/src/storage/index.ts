export {LogEntry, WriteLog} from "@oasis-node/mkvs/writeLog";
export {storageErrors} from "./errors.ts";
export {ReceiptBody, type ReceiptRoot, receiptBody} from "./receipt.ts";
