export {SnappyError, type SnappyErrorCode} from "./errors.ts";
export {decodeFrames} from "./frameDecoder.ts";
export {FrameEncoder} from "./frameEncoder.ts";
