import {SigstructError} from "./sigstructError.ts";

/** A day of the Gregorian calendar. */
export interface BuildDate {
  /** 0 to 9999. */
  readonly year: number;
  /** From 1. */
  readonly month: number;
  /** From 1. */
  readonly day: number;
}

const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The date as the digits yyyymmdd, four bits each. Throws `SigstructError` `date`. */
export function buildDateToBcd({year, month, day}: BuildDate): number {
  const digits = [pad(year, 4), pad(month, 2), pad(day, 2)].join("");
  buildDateOfDigits(digits);
  return Number.parseInt(digits, 16);
}

/** Throws `SigstructError` `date`. */
export function buildDateFromBcd(value: number): BuildDate {
  return buildDateOfDigits(pad(value, 8, 16));
}

function buildDateOfDigits(text: string): BuildDate {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(text)?.slice(1).map(Number);
  const [year = 0, month = 0, day = 0] = parts ?? [];
  if (parts === undefined || day < 1 || day > daysOf(year, month))
    throw new SigstructError("date", `malformed date: ${text}`);
  return {year, month, day};
}

/** 0 for a month that there is not. */
function daysOf(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : (days[month - 1] ?? 0);
}

function pad(value: number, length: number, radix = 10): string {
  return value.toString(radix).padStart(length, "0");
}
