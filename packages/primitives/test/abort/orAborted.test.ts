import {getEventListeners} from "node:events";
import {describe, expect, test} from "vitest";
import {orAborted} from "../../src/abort/index.ts";

const never = new Promise<never>(() => {});

describe("waiting or aborted", () => {
  test("gives what comes, or its failure", async () => {
    const {signal} = new AbortController();
    expect(await orAborted(Promise.resolve(1), signal)).toBe(1);
    expect(await orAborted(Promise.resolve(2), undefined)).toBe(2);
    await expect(orAborted(Promise.reject(new RangeError("no")), signal)).rejects.toThrow(RangeError);
  });

  test("ends with the signal's reason, also when that came before", async () => {
    const ending = new AbortController();
    const waiting = orAborted(never, ending.signal);
    ending.abort(new RangeError("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await expect(orAborted(never, ending.signal)).rejects.toThrow("enough");
    await expect(orAborted(Promise.resolve(1), ending.signal)).rejects.toThrow("enough");
  });

  test("leaves no listener behind", async () => {
    const {signal} = new AbortController();
    await orAborted(Promise.resolve(1), signal);
    await orAborted(Promise.reject(new RangeError("no")), signal).catch(() => {});
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("leaves nobody alone with a failure that comes too late", async () => {
    const ending = new AbortController();
    const {promise, reject} = Promise.withResolvers<never>();
    const waiting = orAborted(promise, ending.signal);
    ending.abort(new RangeError("enough"));
    await expect(waiting).rejects.toThrow("enough");
    reject(new RangeError("late"));
    await expect(promise).rejects.toThrow("late");
  });
});
