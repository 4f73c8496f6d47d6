import {writeFileAt} from "@oasis-node/node/files";
import {documentChecks, type LoadedGenesis} from "@oasis-node/node/genesis";
import type {OptionValues} from "@oasis-node/node/options";
import {encode} from "@oasis-node/primitives/cbor";
import {asGas, CounterError, type Gas} from "@oasis-node/primitives/epoch";
import {stringifyJson} from "@oasis-node/primitives/json";
import {prepareContext, type Signer, signingContexts} from "@oasis-node/primitives/signature";
import {type Fee, type Method, SignedTransaction, Transaction} from "@oasis-node/state-transition/consensus";
import {writeJsonFile} from "../files/index.ts";
import {
  type CommandContext,
  failuresOf,
  orFail,
  silentFailure,
  type TransactionOptions,
} from "../framework/index.ts";
import {chainViewOf, jsonSignedTransaction, prettyTransaction} from "../transactions/index.ts";
import {confirm} from "./confirm.ts";
import {entitySigner} from "./entitySigner.ts";
import {gatesOf, openGenesis} from "./openGenesis.ts";

export type TransactionContext = CommandContext<TransactionOptions>;

const failed = failuresOf("cmd/common/consensus");

/** What a command says about the transaction it makes. */
export interface GeneratedBody<B> {
  readonly body: B;
  /** The signer, when the body needed it already; it is forgotten afterwards. */
  readonly signer?: Signer;
}

/**
 * Makes a transaction of a method, shows it, asks, signs it and writes it to a file (cli-config-grpc §3.2). `make` is asked
 * for the body once the genesis document is known to be good.
 */
export async function generateTransaction<B>(
  context: TransactionContext,
  method: Method<B>,
  make: (genesis: LoadedGenesis) => GeneratedBody<B> | Promise<GeneratedBody<B>>,
): Promise<void> {
  const genesis = await openGenesis(context, (err) => failed("failed to load genesis file", {err}));
  if (context.options["transaction.file"] === "") throw failed("failed to determine tx file");
  const {body, signer} = await make(genesis);
  try {
    const transaction = Transaction.make({
      method: method.name,
      nonce: context.options["transaction.nonce"],
      fee: feeOf(context.options),
      body: method.bodyIgnored === true ? null : encode(method.body, body),
    });
    await signAndSave(context, transaction, genesis, signer);
  } finally {
    signer?.reset();
  }
}

async function signAndSave(
  context: TransactionContext,
  transaction: Transaction,
  genesis: LoadedGenesis,
  known: Signer | undefined,
): Promise<void> {
  const {options, environment} = context;
  const file = options["transaction.file"];
  if (options["transaction.unsigned"]) {
    return orFail(
      () => writeFileAt(file, encode(Transaction, transaction), environment),
      (err) => failed("failed to save unsigned transaction", {err}),
    );
  }
  const signer = known ?? (await loadSigner(context));
  try {
    await showAndAsk(context, transaction, genesis);
    const {chainContext} = genesis;
    const domain = prepareContext(signingContexts.transaction, {chainContext});
    const signed = await orFail(
      () => SignedTransaction.sign(signer, domain, transaction),
      (err) => failed("failed to sign transaction", {err}),
    );
    await orFail(
      () => writeJsonFile(file, SignedTransaction.envelope, signed, environment),
      (err) => failed("failed to save signed transaction", {err}),
    );
    if (options.json) printFacts(context, signed, genesis);
  } finally {
    signer.reset();
  }
}

async function loadSigner(context: TransactionContext): Promise<Signer> {
  const {signer} = await orFail(
    () => entitySigner(context),
    (err) => failed("failed to load signer", {err}),
  );
  return signer;
}

/** Only the file signer asks: the others have ways of their own. With `--json` people read on stderr. */
async function showAndAsk(
  {options, environment}: TransactionContext,
  transaction: Transaction,
  genesis: LoadedGenesis,
): Promise<void> {
  const output = options.json ? environment.stderr : environment.stdout;
  output.write("You are about to sign the following transaction:\n");
  output.write(prettyTransaction(transaction, "  ", chainViewOf(genesis)));
  if (options["signer.backend"] !== "file" || options.assume_yes) return;
  const question = "\nAre you sure you want to continue? (y)es/(n)o: ";
  if (await confirm({stdin: environment.stdin, stdout: output}, question)) return;
  throw silentFailure();
}

function printFacts(
  {options, common, environment}: TransactionContext,
  signed: SignedTransaction,
  genesis: LoadedGenesis,
): void {
  const {verifier} = documentChecks(gatesOf(common));
  const facts = jsonSignedTransaction(signed, chainViewOf(genesis), verifier);
  const all = {file: options["transaction.file"], ...facts};
  environment.stdout.write(`${stringifyJson(all, "  ")}\n`);
}

function feeOf(options: OptionValues<TransactionOptions>): Fee {
  return {amount: options["transaction.fee.amount"], gas: gasOf(options["transaction.fee.gas"])};
}

function gasOf(text: string): Gas {
  try {
    return asGas(/^[0-9]{1,20}$/.test(text) ? BigInt(text) : -1n);
  } catch (error) {
    if (!(error instanceof CounterError)) throw error;
    throw failed("failed to parse gas limit", {gas: text});
  }
}
