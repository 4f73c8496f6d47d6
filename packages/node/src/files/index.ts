export {FileError, type FileErrorCode} from "./fileError.ts";
export {type FilePlace, readFileAt, writeFileAt} from "./files.ts";
export {parseJsonFile} from "./parseJsonFile.ts";
