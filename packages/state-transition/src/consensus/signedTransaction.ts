import type {Signed} from "@oasis-node/primitives/signature";
import {signed} from "@oasis-node/primitives/signature";
import {Transaction} from "./transaction.ts";

/** A transaction as it is submitted and stored in blocks (consensus-core §1.7). */
export const SignedTransaction = signed("transaction.SignedTransaction", Transaction);
export type SignedTransaction = Signed;
