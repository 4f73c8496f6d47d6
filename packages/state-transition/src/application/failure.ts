import {NodeDbError, nodeDbErrors} from "@oasis-node/mkvs/db";
import {MissingNodeError} from "@oasis-node/mkvs/tree";
import {CodedError, TypedError} from "@oasis-node/primitives/errors";
import {HaltError, type Mode} from "../context/index.ts";
import {StateError} from "../storedValue/index.ts";

/** Causes of errors are followed no deeper: they may form a ring. */
const maxDepth = 64;

/**
 * What failed in a transaction, when that becomes its result. Throws `HaltError` for all else: state that is missing or
 * broken in a block, and what would crash the reference (consensus-core §1.7, §12). A check can meet missing state, for the
 * check tree is empty until the first commit (§1.2); nothing depends on its result.
 */
export function refusal(error: unknown, mode: Mode): CodedError | TypedError<string> {
  if (error instanceof HaltError) throw error;
  if (mode === "deliverTx" && chain(error).some(isUnavailableState)) {
    throw new HaltError("unavailableState", "a transaction met state that is not available", {cause: error});
  }
  if (error instanceof CodedError || error instanceof TypedError) return error;
  throw new HaltError("crash", "a transaction failed in a way that it must not", {cause: error});
}

/** `error` if it halts the chain by itself, or one that does because of it. */
export function fatal(code: "initChain" | "block", step: string, error: unknown): HaltError {
  if (error instanceof HaltError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new HaltError(code, `fatal error in ${step}: ${reason}`, {cause: error, details: {step}});
}

function isUnavailableState(error: unknown): boolean {
  return (
    error instanceof StateError ||
    error instanceof MissingNodeError ||
    error instanceof NodeDbError ||
    nodeDbErrors.nodeNotFound.is(error) ||
    nodeDbErrors.rootNotFound.is(error)
  );
}

function chain(error: unknown): unknown[] {
  const all: unknown[] = [];
  for (let one = error; one instanceof Error && all.length < maxDepth; one = one.cause) all.push(one);
  return all;
}
