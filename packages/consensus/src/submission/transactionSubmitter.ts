import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {toBase64} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {type Clock, toMilliseconds} from "@oasis-node/primitives/clock";
import type {Gas} from "@oasis-node/primitives/epoch";
import type {Logger} from "@oasis-node/primitives/log";
import type {Quantity} from "@oasis-node/primitives/quantity";
import type {PreparedContext, PublicKey, Signer} from "@oasis-node/primitives/signature";
import {
  consensusErrors,
  type Fee,
  type Method,
  SignedTransaction,
  type Transaction,
  transactionErrors,
} from "@oasis-node/state-transition/consensus";
import {Backoff} from "./backoff.ts";
import {SubmissionError} from "./submissionError.ts";
import {Turns} from "./turns.ts";

/** What submitting needs of a node, one's own or another's. Failures are coded errors (primitives-mkvs §2.11). */
export interface SubmissionBackend {
  /** Nonce of the next transaction of an account, by the latest state. */
  signerNonce(address: Address, signal: AbortSignal): Promise<bigint>;
  /** Gas that the transaction would use by the latest state. */
  estimateGas(signer: PublicKey, transaction: Transaction, signal: AbortSignal): Promise<Gas>;
  /** Resolves when the transaction is in a block and has succeeded there. */
  submit(transaction: SignedTransaction, signal: AbortSignal): Promise<void>;
}

export interface TransactionSubmitterOptions {
  readonly backend: SubmissionBackend;
  /** Context under which transactions of this chain are signed. */
  readonly context: PreparedContext;
  /** Base units for each unit of gas. */
  readonly gasPrice: Quantity;
  /** Most that a transaction may cost, in base units; 0 for no limit. */
  readonly maxFee: Quantity;
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
  readonly logger: Logger;
}

/** A transaction to submit: its body is a value of the method's. */
export interface OwnTransaction<T> {
  readonly signer: Signer;
  readonly method: Method<T>;
  readonly body: T;
}

const maxRetryIntervalMs = 10_000;
const maxRetryElapsedMs = 60_000;

/**
 * Signs and submits the node's own transactions: fills in nonce and fee, and tries again when the nonce was no longer
 * right (`consensus/api.SubmissionManager`). Transactions of one signer go one after the other, so that each finds the
 * nonce that the one before has left.
 */
export class TransactionSubmitter {
  readonly #options: TransactionSubmitterOptions;
  readonly #logger: Logger;
  readonly #turns = new Turns<PublicKey>();

  constructor(options: TransactionSubmitterOptions) {
    this.#options = options;
    this.#logger = options.logger.module("consensus/submission");
  }

  /**
   * Resolves when the transaction has succeeded in a block. Throws the coded error with which it failed,
   * `SubmissionError`, or the signal's reason.
   */
  signAndSubmit<T>({signer, method, body}: OwnTransaction<T>, signal: AbortSignal): Promise<void> {
    const content = {method: method.name, body: encode(method.body, body)};
    // Nobody looks at the nonce of a critical transaction, which may have to wait for the node's turn to propose.
    if (method.critical === true) return this.#retry(signer, content, signal);
    return this.#turns.take(signer.publicKey, signal, () => this.#retry(signer, content, signal));
  }

  async #retry(
    signer: Signer,
    content: Pick<Transaction, "method" | "body">,
    signal: AbortSignal,
  ): Promise<void> {
    const {clock, random} = this.#options;
    const limits = {maxIntervalMs: maxRetryIntervalMs, maxElapsedMs: maxRetryElapsedMs};
    const backoff = new Backoff(random, limits);
    const start = clock.now();
    // Kept over tries, as in the reference: another nonce does not change the gas that is used.
    const state: {fee: Fee | null} = {fee: null};
    for (;;) {
      signal.throwIfAborted();
      try {
        await this.#try(signer, content, state, signal);
        return;
      } catch (error) {
        if (signal.aborted || !isTransient(error)) throw error;
        const waitMs = backoff.next(toMilliseconds(clock.now() - start));
        if (waitMs === null) throw error;
        this.#logger.debug("retrying transaction submission", {err: error, method: content.method, waitMs});
        await clock.sleep(waitMs, signal);
      }
    }
  }

  async #try(
    signer: Signer,
    content: Pick<Transaction, "method" | "body">,
    state: {fee: Fee | null},
    signal: AbortSignal,
  ): Promise<void> {
    const {backend, context} = this.#options;
    const nonce = await backend.signerNonce(stakingAddress(signer.publicKey), signal);
    const unpaid = {...content, nonce, fee: state.fee};
    const fee = state.fee ?? (await this.#fee(signer.publicKey, unpaid, signal));
    state.fee = fee;
    const signed = await SignedTransaction.sign(signer, context, {...unpaid, fee});
    this.#logger.debug("submitting transaction", {
      signer: toBase64(signer.publicKey),
      method: content.method,
      nonce,
    });
    await backend.submit(signed, signal);
  }

  async #fee(signer: PublicKey, transaction: Transaction, signal: AbortSignal): Promise<Fee> {
    const {backend, gasPrice, maxFee} = this.#options;
    const gas = await backend.estimateGas(signer, transaction, signal).catch((error: unknown) => {
      if (signal.aborted) throw error;
      const text = `failed to estimate fee: failed to estimate gas: ${messageOf(error)}`;
      throw new SubmissionError("estimate", text, {cause: error});
    });
    const amount = gasPrice * gas;
    if (maxFee > 0n && amount > maxFee) {
      const text = `failed to estimate fee: computed fee exceeds configured maximum: ${amount} (max: ${maxFee})`;
      throw new SubmissionError("feeTooHigh", text, {details: {amount, maxFee, gas}});
    }
    return {gas, amount};
  }
}

/**
 * Whether the same may succeed a little later. The reference goes on for a minute after every estimate that failed; here
 * who asked learns at once that the chain refuses the transaction, and knows better when to try again.
 */
function isTransient(error: unknown): boolean {
  const reason = error instanceof SubmissionError ? error.cause : error;
  return (
    consensusErrors.noCommittedBlocks.is(reason) ||
    transactionErrors.invalidNonce.is(reason) ||
    transactionErrors.upgradePending.is(reason)
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
