/** What the reference prints of a value that has no text form. */
const unsupported = "unsupported value type";

/** How the reference's log shows the response of a call that failed: the zero value of its type. */
export function emptyResponse(response: {zero(): unknown} | null): unknown {
  const zero = response?.zero() ?? null;
  // Types without a schema are nil there.
  if (response === null) return null;
  return typeof zero === "object" ? unsupported : zero;
}
