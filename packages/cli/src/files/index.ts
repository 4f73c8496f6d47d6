export {parseJsonFile, prettyJson, readJsonFile, writeJsonFile} from "./jsonFiles.ts";
