import {utf8} from "@oasis-node/primitives/bytes";
import {hashOf} from "@oasis-node/primitives/hash";
import {expect} from "vitest";
import {NodeDbError} from "../../../src/db/index.ts";
import {rootTypes} from "../../../src/node/index.ts";
import {namespace} from "../fixtures.ts";

export const other = {namespace, version: 7n, type: rootTypes.state, hash: hashOf(utf8("unknown"))};

export async function expectError(
  promise: Promise<unknown>,
  kind: {is(error: unknown): boolean},
): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(kind.is(error), String(error)).toBe(true);
}

export function expectThrown(action: () => unknown, kind: {is(error: unknown): boolean}): void {
  let error: unknown;
  try {
    action();
  } catch (reason) {
    error = reason;
  }
  expect(kind.is(error), String(error)).toBe(true);
}

export const invalidOperation = {
  is: (error: unknown) => error instanceof NodeDbError && error.code === "invalidOperation",
};
