import {encode, fromJson, nullable, omitEmpty, struct, text, toJson, u64} from "@oasis-node/primitives/cbor";
import {isJsonObject, type JsonValue, jsonEntries} from "@oasis-node/primitives/json";
import {Fee, type Method, type Transaction} from "../consensus/index.ts";
import {decodeBody, methodOf, UnknownMethodError} from "./body.ts";
import {transactionMethod} from "./transactionMethods.ts";

const Head = struct("transaction.PrettyTransaction", {
  nonce: u64,
  fee: omitEmpty(nullable(Fee)),
  method: text,
});

/** A transaction for people, with its body decoded. Throws `UnknownMethodError` or `CborError`. */
export function prettyTransaction(transaction: Transaction): JsonValue {
  const {body, pretty} = methodOf(transaction);
  const value = decodeBody(transaction);
  const members = new Map<string, JsonValue>();
  for (const [key, member] of entries(toJson(Head, transaction))) members.set(key, member);
  return members.set("body", pretty === undefined ? toJson(body, value) : pretty.to(value));
}

/** The transaction of its form for people. Throws `UnknownMethodError` or `JsonError`. */
export function transactionFromPretty(json: JsonValue): Transaction {
  const head = fromJson(Head, json);
  const method = transactionMethod(head.method);
  if (method === undefined) throw new UnknownMethodError(head.method);
  const [, body = null] = [...entries(json)].find(([key]) => key === "body") ?? [];
  return {...head, body: encodeBody(method, body)};
}

function encodeBody({body, bodyIgnored, pretty}: Method, json: JsonValue): Uint8Array | null {
  if (bodyIgnored) return null;
  return encode(body, pretty === undefined ? fromJson(body, json) : pretty.from(json));
}

function entries(json: JsonValue): Iterable<[string, JsonValue]> {
  return isJsonObject(json) ? jsonEntries(json) : [];
}
