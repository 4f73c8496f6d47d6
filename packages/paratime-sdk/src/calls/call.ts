import {
  CborError,
  decode,
  encode,
  map,
  rawMessage,
  struct,
  text,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {readArguments} from "./readArguments.ts";

/** A transaction of a simple ParaTime: not signed, a method's name and its arguments. */
export const Call = struct("paratime.Call", {method: text, args: rawMessage});
export type Call = ValueOf<typeof Call>;

const Output = map(text, rawMessage);

/** Output of a call that did what it should. */
export function successOutput(result: Uint8Array): Uint8Array {
  return encode(Output, new Map([["Success", result]]));
}

/** Output of a call that could not. */
export function failureOutput(reason: string): Uint8Array {
  return encode(Output, new Map([["Error", encode(text, reason)]]));
}

/** The call in a transaction, or why there is none. */
export function readCall(input: Uint8Array): Call | string {
  if (!isWellFormed(input)) return "parsing failed";
  return readArguments(Call, input)?.value ?? "unexpected type";
}

function isWellFormed(input: Uint8Array): boolean {
  try {
    decode(rawMessage, input);
    return true;
  } catch (error) {
    if (error instanceof CborError) return false;
    throw error;
  }
}
