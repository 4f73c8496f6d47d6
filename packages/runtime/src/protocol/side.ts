import type {Schema} from "@oasis-node/primitives/cbor";
import {type Body, type BodyType, HostMessage, type Message, RuntimeMessage} from "./message.ts";
import {
  type HostRequests,
  hostRequests,
  type RequestTable,
  type RuntimeRequests,
  runtimeRequests,
} from "./requests.ts";
import {dispatcherError, RhpError} from "./rhpError.ts";
import {withoutNulls} from "./withoutNulls.ts";

/** One side of the protocol: what it asks for, what it serves, and how it writes. */
export interface Side<Ask extends RequestTable> {
  readonly asks: Ask;
  readonly schema: Schema<Message>;
  /** What is sent for a body. */
  readonly prepare: (body: Body) => Body;
  /** Answer to a request that nobody serves. */
  readonly notSupported: () => Error;
}

export const hostSide: Side<RuntimeRequests> = {
  asks: runtimeRequests,
  schema: HostMessage,
  prepare: withoutNulls,
  notSupported: () => new RhpError("methodNotSupported", "method not supported"),
};

export const runtimeSide: Side<HostRequests> = {
  asks: hostRequests,
  schema: RuntimeMessage,
  prepare: (body) => body,
  notSupported: () => dispatcherError("method not supported"),
};

export function servedBy(side: Side<RequestTable>, type: BodyType): BodyType | undefined {
  const table: RequestTable = side.asks === runtimeRequests ? hostRequests : runtimeRequests;
  return Object.hasOwn(table, type) ? table[type] : undefined;
}
