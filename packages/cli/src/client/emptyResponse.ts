/** What the reference prints of a value that has no text form. */
const unsupported = "unsupported value type";

/** How the reference's log shows the response of a call that failed: the zero value of its type, which is nil without a schema. */
export function emptyResponse(response: {zero(): unknown} | null): unknown {
  if (response === null) return null;
  const zero = response.zero();
  return typeof zero === "object" ? unsupported : zero;
}
