import {asHeight, type Epoch, type Height} from "@oasis-node/primitives/epoch";
import {TypedError} from "@oasis-node/primitives/errors";
import type {EpochTimeState} from "../beacon/index.ts";

/**
 * No height is known for an epoch.
 *
 * - `predatesBase`: the chain started later;
 * - `notFound`: it has not come, was skipped, or is older than the search goes.
 */
export class EpochBlockError extends TypedError<"predatesBase" | "notFound"> {}

/**
 * The height at which an epoch started, found by going back epoch by epoch from the latest.
 *
 * @param base - first epoch and first height of the chain
 * @param epochAt - epoch of a height and where it started; 0 = latest height
 */
export function epochBlock(
  epoch: Epoch,
  base: EpochTimeState,
  epochAt: (height: Height) => EpochTimeState,
): Height {
  const latest = epochAt(asHeight(0n));
  if (epoch === latest.epoch) return latest.height;
  if (epoch < base.epoch) {
    const text = `epoch predates base (base: ${base.epoch} requested: ${epoch})`;
    throw new EpochBlockError("predatesBase", text, {details: {epoch, base: base.epoch}});
  }
  if (epoch === base.epoch) return base.height;
  for (let past = latest; ; past = epochAt(asHeight(past.height - 1n))) {
    if (past.epoch === epoch) return past.height;
    if (past.epoch === 0n || past.height <= 2n) {
      const text = `failed to find historic epoch (minimum: ${past.epoch} requested: ${epoch})`;
      throw new EpochBlockError("notFound", text, {details: {epoch, minimum: past.epoch}});
    }
  }
}
