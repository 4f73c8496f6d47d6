const nanosecondsPerSecond = 1_000_000_000n;

/** RFC 3339 in UTC with as many digits of the second as it takes: `2026-11-22T16:35:17.06936405Z`. */
export function formatTimestamp(nanoseconds: bigint): string {
  const second = nanoseconds / nanosecondsPerSecond;
  const fraction = (nanoseconds % nanosecondsPerSecond).toString().padStart(9, "0").replace(/0+$/, "");
  const whole = new Date(Number(second) * 1000).toISOString().slice(0, -".000Z".length);
  return `${whole}${fraction === "" ? "" : `.${fraction}`}Z`;
}
