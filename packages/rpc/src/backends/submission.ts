import {type Engine, EngineError} from "@oasis-node/consensus/engine";
import {encode} from "@oasis-node/primitives/cbor";
import {CodedError, TypedError} from "@oasis-node/primitives/errors";
import type {CheckResult} from "@oasis-node/state-transition/application";
import {consensusErrors, SignedTransaction} from "@oasis-node/state-transition/consensus";

/** The engine has no room for a transaction now; the text is the reference's, which has no code for it. */
export class SubmissionError extends TypedError<"poolFull"> {}

/**
 * Offers a transaction and waits for its block. Throws what it failed with, in its check or in the block; (consensus, 2) for
 * one that is too large, (consensus, 5) for one that waits already or was in a block; `SubmissionError`; the signal's reason.
 */
export async function submitTransaction(
  engine: Engine,
  transaction: SignedTransaction,
  signal: AbortSignal,
): Promise<void> {
  const inclusion = await offered(() => engine.submitAndWait(bytesOf(transaction), signal));
  throwFailure(inclusion.kind === "included" ? inclusion.result : inclusion.check);
}

/** Offers a transaction. Throws what its check failed with, and what `submitTransaction` throws before it waits. */
export async function offerTransaction(engine: Engine, transaction: SignedTransaction): Promise<void> {
  throwFailure(await offered(() => engine.submit(bytesOf(transaction))));
}

function bytesOf(transaction: SignedTransaction): Uint8Array {
  return encode(SignedTransaction.envelope, transaction);
}

async function offered<T>(offer: () => Promise<T>): Promise<T> {
  try {
    return await offer();
  } catch (error) {
    throw error instanceof EngineError ? refusal(error) : error;
  }
}

function refusal(error: EngineError): Error {
  const {code, details} = error;
  if (code === "oversized") return consensusErrors.oversizedTx({details, cause: error});
  if (code === "duplicate") return consensusErrors.duplicateTx({details, cause: error});
  if (code !== "poolFull") return error;
  const text = `tendermint: failed to submit to local mempool: ${error.message}`;
  return new SubmissionError("poolFull", text, {details, cause: error});
}

/** Module and code travel as they are in the result, whichever module that is. */
function throwFailure({codespace, code, log}: CheckResult): void {
  if (code !== 0) throw new CodedError(codespace, code, log);
}
