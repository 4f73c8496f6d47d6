import {nullable, omitEmpty, rawMessage, struct, text, u64, type ValueOf} from "@oasis-node/primitives/cbor";
import {Gas} from "@oasis-node/primitives/epoch";
import {Quantity} from "@oasis-node/primitives/quantity";

/** What the signer pays for a transaction: an amount in base units, and the gas it may use for it (consensus-core §4.3). */
export const Fee = struct("transaction.Fee", {amount: Quantity, gas: Gas});
export type Fee = ValueOf<typeof Fee>;

/** Content of a signed transaction; `body` is the CBOR of the method's body (consensus-core §1.7). */
export const Transaction = struct("transaction.Transaction", {
  nonce: u64,
  fee: omitEmpty(nullable(Fee)),
  method: text,
  body: omitEmpty(rawMessage),
});
export type Transaction = ValueOf<typeof Transaction>;
