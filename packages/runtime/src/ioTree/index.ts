export {artifactKinds, blockTagHash, type IoTag, type IoTransaction, ioKeys} from "./artifacts.ts";
export {checkIoWriteLog, type WriteLogLimits} from "./checkWriteLog.ts";
export {IoTreeError, type IoTreeErrorCode} from "./ioTreeError.ts";
export {
  type BatchLimits,
  readInputs,
  readTags,
  readTagsWithKeys,
  readTransaction,
  readTransactions,
} from "./read.ts";
export {addOutput, addTag, addTransaction, type InputBatch, inputBatch, newIoTree} from "./write.ts";
