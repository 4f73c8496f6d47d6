export {frameMessage, nilMessage} from "./frameMessage.ts";
export {MessageReader, maxMessageSize} from "./messageReader.ts";
export {sessionOptions, windows} from "./sessionSettings.ts";
