import {readFileAt} from "@oasis-node/node/files";
import {decode} from "@oasis-node/primitives/cbor";
import {stringifyJson} from "@oasis-node/primitives/json";
import {publicKeyFromText} from "@oasis-node/primitives/signature";
import {consensusService, type EstimateGasRequest} from "@oasis-node/rpc/services/consensus";
import {Transaction} from "@oasis-node/state-transition/consensus";
import {withNode} from "../client/index.ts";
import {type CommandContext, type CommandRun, orFail} from "../framework/index.ts";
import type {estimateGasOptions} from "./options.ts";
import {transactionFailure} from "./readTransaction.ts";

/** `consensus estimate_gas`: takes an unsigned transaction, as CBOR. */
export const estimateGas: CommandRun<typeof estimateGasOptions> = async (context) => {
  const request = await requestOf(context);
  const gas = await withNode(context, transactionFailure, (node) =>
    orFail(
      () => node.api(consensusService).estimateGas(request),
      (err) => transactionFailure("failed to estimate gas", {err}),
    ),
  );
  const {options, environment} = context;
  environment.stdout.write(`${options.json ? stringifyJson({gas}, "  ") : gas}\n`);
};

async function requestOf({
  options,
  environment,
}: CommandContext<typeof estimateGasOptions>): Promise<EstimateGasRequest> {
  const bytes = await orFail(
    () => readFileAt(options["transaction.file"], environment),
    (err) => transactionFailure("failed to read raw serialized unsigned transaction", {err}),
  );
  const transaction = await orFail(
    () => decode(Transaction, bytes),
    (err) => transactionFailure("failed to parse serialized unsigned transaction", {err}),
  );
  const key = options["consensus.signer_pub"];
  const signer = await orFail(
    () => publicKeyFromText(key),
    (err) => transactionFailure("failed to unmarshal signer public key", {err, signer_pub_str: key}),
  );
  return {signer, transaction};
}
