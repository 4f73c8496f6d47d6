import {map, text, type ValueOf} from "@oasis-node/primitives/cbor";
import {Gas} from "@oasis-node/primitives/epoch";

/** Gas cost of each operation of a module; an operation that is not listed costs nothing (consensus-core §3.1). */
export const Costs = map(text, Gas);
export type Costs = ValueOf<typeof Costs>;

/** The one operation of the consensus module: charged for each byte of a transaction. */
export const consensusGasOps = {txByte: "tx_byte"} as const;
