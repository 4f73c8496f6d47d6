export {prettyJson, readJsonFile, writeJsonFile} from "./jsonFiles.ts";
