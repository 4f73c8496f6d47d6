import {TypedError, type TypedErrorOptions} from "@oasis-node/primitives/errors";
import type {StatusName} from "./codes.ts";

/**
 * A call failed with a status of gRPC: what an implementation throws to choose the status, and what a client gets for one
 * that stands for no error of a module. Its message is the reference's form of it.
 */
export class RpcError extends TypedError<StatusName> {
  /** What travels as the status's message. */
  readonly text: string;

  constructor(code: StatusName, text: string, options: TypedErrorOptions = {}) {
    super(code, `rpc error: code = ${code} desc = ${text}`, options);
    this.text = text;
  }
}
