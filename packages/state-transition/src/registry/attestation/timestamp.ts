const pattern =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)T(?<hour>\d{1,2}):(?<minute>\d\d):(?<second>\d\d)(?:[.,]\d{1,9})?$/;

/** Whether the text is a time as reports have it: no zone, up to nanoseconds; of the hour one digit is enough, as for Go. */
export function isReportTimestamp(text: string): boolean {
  const parts = pattern.exec(text)?.groups;
  if (parts === undefined) return false;
  const part = (name: string): number => Number(parts[name]);
  const isTime = part("hour") < 24 && part("minute") < 60 && part("second") < 60;
  return isTime && part("day") >= 1 && part("day") <= daysIn(part("month"), part("year"));
}

/** None in a month that does not exist. */
function daysIn(month: number, year: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return isLeap ? 29 : 28;
  if (month < 1 || month > 12) return 0;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
