export {Dispatcher, type DispatcherOptions} from "./dispatcher.ts";
export {type SessionEnd, type SessionOptions, serveSession} from "./session.ts";
