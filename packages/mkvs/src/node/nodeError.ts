import {TypedError} from "@oasis-node/primitives/errors";

/** Bytes are not a node, or a key is too long to be stored. */
export class NodeError extends TypedError<"malformedNode" | "malformedKey" | "keyTooLong"> {
  static malformedNode(): NodeError {
    return new NodeError("malformedNode", "mkvs: malformed node");
  }

  /** The embedded leaf of an internal node is not one. */
  static malformedLeafNode(cause: NodeError): NodeError {
    return new NodeError(cause.code, `mkvs: failed to unmarshal leaf node: ${cause.message}`, {cause});
  }

  static malformedKey(): NodeError {
    return new NodeError("malformedKey", "mkvs: malformed key");
  }

  /** More than 8191 bytes: the reference would silently overflow its 16-bit depth (primitives-mkvs §4.1). */
  static keyTooLong(length: number): NodeError {
    return new NodeError("keyTooLong", "mkvs: key is longer than 8191 bytes", {details: {length}});
  }
}
