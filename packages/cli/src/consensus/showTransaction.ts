import {parseJsonFile, readFileAt} from "@oasis-node/node/files";
import {documentChecks} from "@oasis-node/node/genesis";
import {toHex} from "@oasis-node/primitives/bytes";
import {fromJson} from "@oasis-node/primitives/cbor";
import {stringifyJson} from "@oasis-node/primitives/json";
import {SignedTransaction} from "@oasis-node/state-transition/consensus";
import {type CommandRun, failuresOf, orFail} from "../framework/index.ts";
import {gatesOf, openGenesis} from "../signing/index.ts";
import {chainViewOf, jsonSignedTransaction, prettySignedTransaction} from "../transactions/index.ts";
import type {showTransactionOptions} from "./options.ts";

const failed = failuresOf("cmd/consensus");
const genesisFailed = failuresOf("cmd/common/consensus");

/** `consensus show_tx`: a signed transaction for people (cli-config-grpc §3.2). */
export const showTransaction: CommandRun<typeof showTransactionOptions> = async (context) => {
  const {options, environment, common} = context;
  const genesis = await openGenesis(context, (err) => genesisFailed("failed to load genesis file", {err}));
  const bytes = await orFail(
    () => readFileAt(options["transaction.file"], environment),
    (err) => failed("failed to read raw serialized transaction", {err}),
  );
  const signed = await orFail(
    () => fromJson(SignedTransaction.envelope, parseJsonFile(bytes)),
    (err) => failed("failed to parse serialized transaction", {err}),
  );
  const {verifier} = documentChecks(gatesOf(common));
  const view = chainViewOf(genesis);
  if (!options.json) {
    environment.stdout.write(prettySignedTransaction(signed, view, verifier));
    return;
  }
  const facts = {...jsonSignedTransaction(signed, view, verifier), genesis_hash: toHex(genesis.hash)};
  environment.stdout.write(`${stringifyJson(facts, "  ")}\n`);
};
