export {equalWriteLogs, LogEntry, sortWriteLog, WriteLog} from "./writeLog.ts";
