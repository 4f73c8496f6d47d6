export {decode, decodeDelimited, encode, encodeDelimited} from "./codec.ts";
export {choice, message} from "./message.ts";
export {chosenBytes, embedded, optional, repeated, repeatedBytes} from "./nested.ts";
export {ProtobufError, type ProtobufErrorCode} from "./protobufError.ts";
export {boolean, bytes, int32, int64, sfixed64, text, uint32, uint64} from "./scalars.ts";
export {duration, Timestamp, timestamp, zeroTime} from "./times.ts";
export type {ProtoField, ProtoType, ProtoValue} from "./types.ts";
