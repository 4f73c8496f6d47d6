import {Call} from "@oasis-node/paratime-sdk/calls";
import {decode, encode, map, nullable, rawMessage, struct, text, u64} from "@oasis-node/primitives/cbor";
import {latestRound, type Round} from "@oasis-node/primitives/epoch";
import {type Namespace, namespaceFromText} from "@oasis-node/primitives/namespace";
import type {RpcClient} from "@oasis-node/rpc/client";
import type {Api} from "@oasis-node/rpc/service";
import {type RuntimeHostError, runtimeClientService} from "@oasis-node/rpc/services";

/** ID of the ParaTime that works. */
export const paratimeId = `80${"00".repeat(31)}`;

const Insertion = struct("keyvalue.KeyValue", {key: text, value: text, nonce: u64});
const Key = struct("keyvalue.Query", {key: text});
const Output = map(text, rawMessage);
const MaybeText = nullable(text);
const none = new Uint8Array();

/** Where a transaction is, or why it was refused. */
type Outcome = {readonly round: Round} | {readonly refused: RuntimeHostError};

/** A user of the key-value ParaTime, on one connection. */
export class KeyvalueClient {
  readonly id: Namespace;
  readonly api: Api<typeof runtimeClientService>;
  #nonce: bigint;

  /** Transactions with the nonces of another count once. */
  constructor(client: RpcClient, firstNonce = 0n, id = paratimeId) {
    this.id = namespaceFromText(id);
    this.api = client.api(runtimeClientService);
    this.#nonce = firstNonce;
  }

  /** A transaction that sets a value, unlike any other. */
  insertion(key: string, value: string): Uint8Array {
    const args = encode(Insertion, {key, value, nonce: this.#nonce++});
    return encode(Call, {method: "insert", args});
  }

  /** Resolves when the value is in a round. */
  insert(key: string, value: string): Promise<Outcome> {
    return this.submit(this.insertion(key, value));
  }

  /** Throws `RangeError` for a transaction that a round has and that failed. */
  async submit(data: Uint8Array): Promise<Outcome> {
    const response = await this.api.submitTxMeta({runtimeId: this.id, data});
    if (response.checkTxError !== null) return {refused: response.checkTxError};
    const output = decode(Output, response.data ?? none) ?? new Map();
    if (!output.has("Success")) throw new RangeError(`the ParaTime says ${[...output.keys()].join()}`);
    return {round: response.round};
  }

  /** The value at a round; null when there is none. */
  async get(key: string, round: Round = latestRound): Promise<string | null> {
    const request = {runtimeId: this.id, round, method: "get", args: encode(Key, {key})};
    const {data} = await this.api.query(request);
    return decode(MaybeText, data ?? none);
  }
}
