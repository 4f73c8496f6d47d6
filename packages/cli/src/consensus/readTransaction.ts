import {parseJsonFile, readFileAt} from "@oasis-node/node/files";
import {fromJson} from "@oasis-node/primitives/cbor";
import {SignedTransaction} from "@oasis-node/state-transition/consensus";
import {type Environment, failuresOf, orFail} from "../framework/index.ts";

/** Failures of the commands about transactions. */
export const transactionFailure: ReturnType<typeof failuresOf> = failuresOf("cmd/consensus");

/** The signed transaction in a file. */
export async function readSignedTransaction(
  path: string,
  environment: Environment,
): Promise<SignedTransaction> {
  const bytes = await orFail(
    () => readFileAt(path, environment),
    (err) => transactionFailure("failed to read raw serialized transaction", {err}),
  );
  return orFail(
    () => fromJson(SignedTransaction.envelope, parseJsonFile(bytes)),
    (err) => transactionFailure("failed to parse serialized transaction", {err}),
  );
}
