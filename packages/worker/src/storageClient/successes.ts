/**
 * What the first so many to succeed give, in the order in which they do; fewer when there are no more. Rejects as soon as the
 * signal is aborted.
 */
export function firstSuccesses<T>(
  attempts: readonly Promise<T>[],
  wanted: number,
  signal: AbortSignal | undefined,
): Promise<T[]> {
  return new Promise((resolve, reject) => {
    const results: T[] = [];
    let open = attempts.length;
    const abort = (): void => reject(signal?.reason);
    const finish = (): void => {
      signal?.removeEventListener("abort", abort);
      resolve(results);
    };
    const settle = (): void => {
      open--;
      if (open === 0) finish();
    };
    signal?.addEventListener("abort", abort, {once: true});
    if (signal?.aborted === true) abort();
    if (open === 0) finish();
    for (const attempt of attempts) {
      attempt.then((result) => {
        if (results.length < wanted) results.push(result);
        if (results.length === wanted) finish();
        settle();
      }, settle);
    }
  });
}
