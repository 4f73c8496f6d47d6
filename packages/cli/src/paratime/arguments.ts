import {fromHex} from "@oasis-node/primitives/bytes";
import {TypedError} from "@oasis-node/primitives/errors";
import {isJsonObject, type JsonValue, jsonEntries, parseJson} from "@oasis-node/primitives/json";
import {asNamespace, type Namespace} from "@oasis-node/primitives/namespace";
import {cborOfJson} from "./cborJson.ts";
import {paratimeFailure} from "./failure.ts";

/** What is asked of which ParaTime; the arguments in CBOR. */
export interface Asked {
  readonly runtimeId: Namespace;
  readonly method: string;
  readonly args: Uint8Array;
}

/** Reads `ID METHOD [ARGS-JSON]`, with a number to be added to the arguments or null. */
export function askedOf(positional: readonly string[], nonce: bigint | null): Asked {
  const [id, method, json, ...more] = positional;
  if (id === undefined || method === undefined || more.length > 0) {
    const usage = "<paratime-id> <method> [arguments-json]";
    throw paratimeFailure("wrong number of arguments", {usage, given: positional.length});
  }
  const runtimeId = parsed("malformed ParaTime ID, wanted are 64 hex digits", () =>
    asNamespace(fromHex(id) ?? new Uint8Array()),
  );
  return parsed("malformed arguments", () => {
    const value = json === undefined ? null : parseJson(json);
    return {runtimeId, method, args: cborOfJson(nonce === null ? value : withNonce(value, nonce))};
  });
}

/** A number that has hardly been used before. */
export function randomNonce(entropy: (length: number) => Uint8Array): bigint {
  return Buffer.from(entropy(8)).readBigUInt64BE();
}

function withNonce(value: JsonValue, nonce: bigint): JsonValue {
  if (value !== null && !isJsonObject(value))
    throw paratimeFailure("a nonce can be added to an object only, and the arguments are none");
  return new Map([...(value === null ? [] : jsonEntries(value)), ["nonce", nonce]]);
}

function parsed<T>(problem: string, parse: () => T): T {
  try {
    return parse();
  } catch (err) {
    if (!(err instanceof TypedError) || err.name === "CommandFailure") throw err;
    throw paratimeFailure(problem, {err});
  }
}
