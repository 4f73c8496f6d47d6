import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {encode} from "@oasis-node/primitives/cbor";
import {asGas} from "@oasis-node/primitives/epoch";
import {
  type PreparedContext,
  prepareContext,
  SignatureVerifier,
  type Signer,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {Fee, SignedTransaction, type Transaction} from "@oasis-node/state-transition/consensus";
import {
  chainContext,
  type Document,
  type TendermintGenesis,
  tendermintGenesis,
} from "@oasis-node/state-transition/genesis";
import {Escrow, Transfer} from "@oasis-node/state-transition/staking";
import {chainDocument} from "../../../../test/chain/chainDocument.ts";

/** The consensus key of the only validator of a test network. */
export const validatorSigner: Signer = testSigner("chain consensus");

const blocksPerEpoch = 15n;

export interface TransferOptions {
  /** Whose account: it is funded. */
  readonly from: number;
  readonly nonce: bigint;
  readonly fee?: bigint;
  readonly gas?: bigint;
  readonly amount?: bigint;
}

/** A genesis document with funded accounts, and what signs for them. */
export class TestNetwork {
  readonly genesis: Document;
  readonly tendermint: TendermintGenesis;
  readonly #context: PreparedContext;
  readonly #recipient: Address;

  private constructor(genesis: Document) {
    this.genesis = genesis;
    this.tendermint = tendermintGenesis(genesis, {verifier: new SignatureVerifier(), debugAllowed: true});
    this.#context = prepareContext(signingContexts.transaction, {chainContext: chainContext(genesis)});
    this.#recipient = stakingAddress(testSigner("chain account 0").publicKey);
  }

  readonly blocksPerEpoch = blocksPerEpoch;

  static async create({
    accounts = 4,
    validators = 1,
    change = (document: Document) => document,
  } = {}): Promise<TestNetwork> {
    const funded = Array.from({length: accounts}, (_, i) => stakingAddress(accountSigner(i).publicKey));
    const document = await chainDocument({funded, blocksPerEpoch, validators});
    const {consensus} = document;
    const parameters = {...consensus.parameters, timeoutCommit: 1_000_000n};
    return new TestNetwork(change({...document, consensus: {...consensus, parameters}}));
  }

  transfer({amount = 1n, ...options}: TransferOptions): Promise<Uint8Array> {
    return this.#call("staking.Transfer", encode(Transfer, {to: this.#recipient, amount}), options);
  }

  /** Into the escrow of whoever owns the validator. */
  addEscrow({amount = 1n, ...options}: TransferOptions): Promise<Uint8Array> {
    const account = stakingAddress(testSigner("chain owner").publicKey);
    return this.#call("staking.AddEscrow", encode(Escrow, {account, amount}), options);
  }

  #call(
    method: string,
    body: Uint8Array,
    {from, nonce, fee = 0n, gas = 10_000n}: TransferOptions,
  ): Promise<Uint8Array> {
    return this.sign(accountSigner(from), {
      nonce,
      fee: Fee.make({amount: fee, gas: asGas(gas)}),
      method,
      body,
    });
  }

  async sign(signer: Signer, transaction: Transaction): Promise<Uint8Array> {
    const signed = await SignedTransaction.sign(signer, this.#context, transaction);
    return encode(SignedTransaction.envelope, signed);
  }
}

function accountSigner(account: number): Signer {
  return testSigner(`chain account ${account}`);
}
