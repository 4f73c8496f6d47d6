import {utf8} from "../bytes/index.ts";
import type {DerReader} from "./derReader.ts";
import {tags} from "./derTags.ts";
import {der} from "./derWriter.ts";
import {TlsError} from "./tlsError.ts";

/** Years from which a time is a GeneralizedTime (RFC 5280 §4.1.2.5). */
const firstGeneralizedYear = 2050;
const lastYear = 9999;

/** A time, in whole seconds, of milliseconds since 1970. From 1950 to 9999; else `TlsError` `unencodable`. */
export function encodeTime(ms: number): Uint8Array {
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  // Written so that an invalid date, whose year is not a number, is refused too.
  if (!(year >= firstGeneralizedYear - 100 && year <= lastYear)) throw new TlsError("unencodable", {ms});
  const digits = `${date.toISOString().slice(0, 19).replaceAll(/[-:T]/g, "")}Z`;
  return year < firstGeneralizedYear
    ? der(tags.utcTime, utf8(digits.slice(2)))
    : der(tags.generalizedTime, utf8(digits));
}

/** Milliseconds since 1970 of the next element: UTCTime or GeneralizedTime in the one form RFC 5280 allows. */
export function readTime(reader: DerReader): number {
  const isShort = reader.nextTag === tags.utcTime;
  const text = Buffer.from(reader.read(isShort ? tags.utcTime : tags.generalizedTime)).toString("latin1");
  const century = isShort ? (text.slice(0, 2) < "50" ? "20" : "19") : "";
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(century + text)?.slice(1);
  if (parts === undefined) throw new TlsError("malformed", {time: text});
  const [year, month, day, hour, minute, second] = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const ms = Date.parse(iso);
  // `Date` carries days that a month does not have over into the next one.
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== iso) throw new TlsError("malformed", {time: text});
  return ms;
}
