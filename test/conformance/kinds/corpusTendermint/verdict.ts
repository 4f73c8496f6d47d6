import {LightError} from "@oasis-node/consensus/light";
import {TendermintError} from "@oasis-node/consensus/tendermint";
import {array, RecordError} from "../../records.ts";

/** Text of the refusal, `null` for none. */
export function verdict(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof TendermintError || error instanceof LightError) return error.message;
    throw error;
  }
}

/** Exact value of a recorded integer. */
export function integer(value: unknown, where: string): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value !== "number") throw new RecordError(where, "an integer", value);
  return BigInt(value);
}

/** Items of a recorded list; Go writes an empty one as `null`. */
export function items(value: unknown, where: string): readonly unknown[] {
  return value === null ? [] : array(value, where);
}
