export {DataDirectoryError, type DataDirectoryErrorCode} from "./dataDirectoryError.ts";
export {
  createPrivateFile,
  movePrivateFile,
  type PrivateFile,
  readPrivateFile,
  replacePrivateFile,
} from "./files.ts";
export {type DirectoryLock, lockDirectory} from "./lock.ts";
export {makeDirectory} from "./makeDirectory.ts";
