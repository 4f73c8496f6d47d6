import {documentChecks} from "@oasis-node/node/genesis";
import {toHex} from "@oasis-node/primitives/bytes";
import {stringifyJson} from "@oasis-node/primitives/json";
import {type CommandRun, failuresOf} from "../framework/index.ts";
import {gatesOf, openGenesis} from "../signing/index.ts";
import {chainViewOf, jsonSignedTransaction, prettySignedTransaction} from "../transactions/index.ts";
import type {showTransactionOptions} from "./options.ts";
import {readSignedTransaction} from "./readTransaction.ts";

const genesisFailed = failuresOf("cmd/common/consensus");

/** `consensus show_tx`: a signed transaction for people (cli-config-grpc §3.2). */
export const showTransaction: CommandRun<typeof showTransactionOptions> = async (context) => {
  const {options, environment, common} = context;
  const genesis = await openGenesis(context, (err) => genesisFailed("failed to load genesis file", {err}));
  const signed = await readSignedTransaction(options["transaction.file"], environment);
  const {verifier} = documentChecks(gatesOf(common));
  const view = chainViewOf(genesis);
  if (!options.json) {
    environment.stdout.write(prettySignedTransaction(signed, view, verifier));
    return;
  }
  const facts = {...jsonSignedTransaction(signed, view, verifier), genesis_hash: toHex(genesis.hash)};
  environment.stdout.write(`${stringifyJson(facts, "  ")}\n`);
};
