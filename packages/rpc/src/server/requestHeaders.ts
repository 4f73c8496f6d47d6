import type {IncomingHttpHeaders} from "node:http2";
import {RpcError} from "../status/index.ts";

/** What the headers of a call say beside its path. */
export interface RequestHeaders {
  /** Content type of the response: with the subtype of the request, though all of them are CBOR. */
  readonly contentType: string;
  /** Milliseconds until the caller's deadline; null without. */
  readonly timeout: number | null;
  readonly forwardedSubjects: readonly string[];
}

const contentTypes = /^application\/grpc(?:[+;](.*))?$/;
const cbor = "application/grpc+cbor";
const millisOf: Readonly<Record<string, number>> = {H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6};
/** Longest timeout a timer can have; a longer one is none. */
const maxTimeout = 2 ** 31 - 1;

/** Null for headers that are not those of a gRPC call: the stream is reset then. */
export function readHeaders(headers: IncomingHttpHeaders): RequestHeaders | null {
  const contentType = responseType(headers["content-type"]);
  if (contentType === null || headers[":method"] !== "POST") return null;
  const timeout = readTimeout(headers["grpc-timeout"]);
  if (timeout === undefined) return null;
  return {contentType, timeout, forwardedSubjects: subjects(headers["forwarded-subject"])};
}

/** Throws `RpcError` `Unimplemented` for a compressed request. */
export function checkEncoding(headers: IncomingHttpHeaders): void {
  const encoding = headers["grpc-encoding"];
  if (encoding === undefined || encoding === "" || encoding === "identity") return;
  const text = `grpc: Decompressor is not installed for grpc-encoding ${JSON.stringify(encoding)}`;
  throw new RpcError("Unimplemented", text);
}

function responseType(contentType: string | undefined): string | null {
  if (contentType === cbor) return cbor;
  const match = contentTypes.exec(contentType?.toLowerCase() ?? "");
  if (match === null) return null;
  const [, subtype = ""] = match;
  return subtype === "" ? "application/grpc" : `application/grpc+${subtype}`;
}

/** Milliseconds; null for none, undefined for one that is malformed. */
function readTimeout(header: string | string[] | undefined): number | null | undefined {
  if (header === undefined) return null;
  const [, digits, unit = ""] = /^(\d{1,8})([HMSmun])$/.exec(String(header)) ?? [];
  const millis = millisOf[unit];
  if (digits === undefined || millis === undefined) return undefined;
  const timeout = Number(digits) * millis;
  return timeout > maxTimeout ? null : timeout;
}

function subjects(header: string | string[] | undefined): readonly string[] {
  if (header === undefined) return none;
  return Array.isArray(header) ? header : header.split(", ");
}

const none: readonly string[] = [];
