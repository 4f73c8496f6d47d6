import {consensusService} from "@oasis-node/rpc/services/consensus";
import {withNode} from "../client/index.ts";
import {type CommandRun, orFail} from "../framework/index.ts";
import type {submitTransactionOptions} from "./options.ts";
import {readSignedTransaction, transactionFailure} from "./readTransaction.ts";

/** `consensus submit_tx`: ends when the transaction is in a block; what it failed with is told. */
export const submitTransaction: CommandRun<typeof submitTransactionOptions> = async (context) => {
  const {options, environment} = context;
  const signed = await readSignedTransaction(options["transaction.file"], environment);
  await withNode(context, transactionFailure, (node) =>
    orFail(
      () => node.api(consensusService).submitTx(signed),
      (err) => transactionFailure("failed to submit transaction", {err}),
    ),
  );
};
