/** A signal for callers that give none. A new one each time: listeners that are left on it go with it. */
export function neverAborted(): AbortSignal {
  return new AbortController().signal;
}
