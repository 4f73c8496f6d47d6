import {stakingAddress} from "@oasis-node/primitives/address";
import {encode, nullable, u8} from "@oasis-node/primitives/cbor";
import {asGas, type Gas, type Height} from "@oasis-node/primitives/epoch";
import {errorCode} from "@oasis-node/primitives/errors";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {consensusGasOps, Fee, SignedTransaction, Transaction, transactionErrors} from "../consensus/index.ts";
import type {Context, Mode} from "../context/index.ts";
import {transactionMethod} from "../methods/index.ts";
import {authenticateAndPayFees, countCheckedTransaction} from "../staking/index.ts";
import {ApplicationError} from "./applicationError.ts";
import {type AuthenticTransaction, decodeTransaction} from "./decodeTransaction.ts";
import type {Dispatcher} from "./dispatcher.ts";
import {refusal} from "./failure.ts";
import type {CheckResult, TransactionResult} from "./requests.ts";

/** Result data of every transaction that succeeds: none of them returns anything, which is CBOR null. */
const noData = encode(nullable(u8), null);

export interface RunnerOptions {
  readonly dispatcher: Dispatcher;
  /** Whether all transactions are refused because the halt epoch has come. */
  readonly isHalting: () => boolean;
  readonly isUpgradeAt: (height: Height) => boolean;
}

/** Runs transactions: in blocks, as checks before, as simulations (consensus-core §1.7). */
export class TransactionRunner {
  readonly #options: RunnerOptions;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** What a transaction writes before it fails stays written: there is no rollback. Throws `HaltError`. */
  deliver(context: Context, raw: Uint8Array): TransactionResult {
    const result = this.#outcome(context, () => this.#execute(context, raw));
    return {...result, data: result.code === 0 ? noData : new Uint8Array(), events: context.events};
  }

  /** Throws `HaltError`. */
  check(context: Context, raw: Uint8Array): CheckResult {
    return this.#outcome(context, () => this.#execute(context, raw));
  }

  /** The gas that a transaction would use, as far as it gets; its fee does not count. */
  simulate(context: Context, signer: PublicKey, transaction: Transaction): Gas {
    const most = 2n ** 64n - 1n;
    const dearest = {...transaction, fee: Fee.make({amount: most, gas: asGas(most)})};
    const envelope = {
      ...SignedTransaction.envelope.zero(),
      untrustedRawValue: encode(Transaction, dearest),
    };
    const size = encode(SignedTransaction.envelope, envelope).length;
    this.#outcome(context, () => this.#process(context, {transaction: dearest, signer, size}));
    return context.gas.used;
  }

  #execute(context: Context, raw: Uint8Array): void {
    if (this.#options.isHalting()) {
      throw new ApplicationError("halting", "halt mode, rejecting all transactions");
    }
    const authentic = decodeTransaction(raw, context.chain);
    if (context.isCheckOnly && this.#options.isUpgradeAt(context.currentHeight)) {
      throw transactionErrors.upgradePending();
    }
    this.#process(context, authentic);
  }

  #process(context: Context, authentic: AuthenticTransaction): void {
    const {transaction, signer, size} = authentic;
    context.signer = signer;
    context.caller = stakingAddress(signer);
    const handler = this.#options.dispatcher.handlerOf(transaction);
    // Critical methods guard themselves against floods: they pay nothing, and their gas is not counted.
    if (transactionMethod(transaction.method)?.critical !== true) {
      authenticateAndPayFees(context, transaction.nonce, transaction.fee);
    }
    const {gasCosts} = context.chain.consensusParameters;
    context.useGas(BigInt(size), consensusGasOps.txByte, gasCosts);
    handler(context, transaction.body);
    countCheckedTransaction(context, transaction.fee);
  }

  #outcome(context: Context, run: () => void): CheckResult {
    const error = failureOf(run, context.mode);
    const {module, code} = error === null ? {module: "", code: 0} : errorCode(error);
    return {
      code,
      codespace: module,
      log: error?.message ?? "",
      gasWanted: BigInt.asIntN(64, context.gas.limit),
      gasUsed: BigInt.asIntN(64, context.gas.used),
    };
  }
}

/** Why a transaction is refused; null when it is not. Throws `HaltError` for what must not become a result. */
function failureOf(run: () => void, mode: Mode): Error | null {
  try {
    run();
    return null;
  } catch (error) {
    return refusal(error, mode);
  }
}
