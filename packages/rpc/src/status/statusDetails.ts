import {
  bytes,
  decode,
  encode,
  int32,
  message,
  ProtobufError,
  repeated,
  text,
} from "@oasis-node/consensus/protobuf";

/** `google.protobuf.Any`; the reference leaves the URL empty. */
const Any = message("google.protobuf.Any", {typeUrl: text(1), value: bytes(2)});

const StatusProto = message("google.rpc.Status", {
  code: int32(1),
  message: text(2),
  details: repeated(3, Any),
});

/** What travels in `grpc-status-details-bin`: the status again, with one detail. */
export interface StatusDetails {
  readonly code: number;
  readonly message: string;
  readonly detail: Uint8Array;
}

/** The value of `grpc-status-details-bin`: base64 without padding. */
export function encodeStatusDetails({code, message: words, detail}: StatusDetails): string {
  const proto = encode(StatusProto, {code, message: words, details: [{typeUrl: "", value: detail}]});
  return Buffer.from(proto).toString("base64").replace(/=+$/, "");
}

/** What a `grpc-status-details-bin` says, padded or not; null unless it has just one detail. */
export function decodeStatusDetails(encoded: string): StatusDetails | null {
  try {
    const {code, message: words, details} = decode(StatusProto, Buffer.from(encoded, "base64"));
    const [detail] = details;
    return detail === undefined || details.length !== 1 ? null : {code, message: words, detail: detail.value};
  } catch (error) {
    if (error instanceof ProtobufError) return null;
    throw error;
  }
}
