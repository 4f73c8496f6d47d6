import {type Address, addressFromText} from "@oasis-node/primitives/address";
import {encode} from "@oasis-node/primitives/cbor";
import {asGas, latestHeight} from "@oasis-node/primitives/epoch";
import {
  type PreparedContext,
  prepareContext,
  type Signer,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {FileSignerFactory} from "@oasis-node/primitives/signers";
import {connect, type RpcClient} from "@oasis-node/rpc/client";
import {consensusService} from "@oasis-node/rpc/services";
import {SignedTransaction} from "@oasis-node/state-transition/consensus";
import {Transfer} from "@oasis-node/state-transition/staking";
import type {Report} from "./network.ts";

/** A user with an account, on one connection to the network. */
export class TransferClient {
  readonly #connection: RpcClient;
  readonly #consensus: ReturnType<typeof api>;
  readonly #context: PreparedContext;
  readonly #signer: Signer;
  readonly #from: Address;
  readonly #to: Address;

  private constructor(report: Report, signer: Signer) {
    const [from, to] = report.accounts;
    if (from === undefined || to === undefined) throw new RangeError("the network has no two accounts");
    this.#connection = connect(report.socket);
    this.#consensus = api(this.#connection);
    this.#context = prepareContext(signingContexts.transaction, {chainContext: report.chain_context});
    this.#signer = signer;
    this.#from = addressFromText(from.address);
    this.#to = addressFromText(to.address);
  }

  static async open(report: Report): Promise<TransferClient> {
    const directory = report.accounts[0]?.dir ?? "";
    return new TransferClient(report, await new FileSignerFactory(directory, ["entity"]).load("entity"));
  }

  /** So many signed transfers, one after another by their nonces. */
  async sign(count: number): Promise<SignedTransaction[]> {
    const query = {accountAddress: this.#from, height: latestHeight};
    const first = await this.#consensus.getSignerNonce(query);
    const body = encode(Transfer, {to: this.#to, amount: 1n});
    const fee = {amount: 0n, gas: asGas(2000n)};
    const signed: SignedTransaction[] = [];
    for (let i = 0; i < count; i++) {
      const transaction = {nonce: first + BigInt(i), fee, method: "staking.Transfer", body};
      signed.push(await SignedTransaction.sign(this.#signer, this.#context, transaction));
    }
    return signed;
  }

  /** Resolves when the transaction is in a block. */
  submit(transaction: SignedTransaction): Promise<void> {
    return this.#consensus.submitTx(transaction);
  }

  close(): void {
    this.#connection.close();
  }
}

function api(connection: RpcClient) {
  return connection.api(consensusService);
}
