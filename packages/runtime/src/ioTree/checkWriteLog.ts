import type {WriteLog} from "@oasis-node/mkvs/writeLog";
import {KeyFormatError} from "@oasis-node/primitives/keyFormat";
import {artifactKinds, ioKeys} from "./artifacts.ts";
import {IoTreeError} from "./ioTreeError.ts";

/** Limits of the runtime for one round. */
export interface WriteLogLimits {
  readonly maxBatchSize: bigint;
  readonly maxBatchSizeBytes: bigint;
}

/**
 * Checks changes of an I/O tree before a storage node applies them (runtime-workers §4.5.1): nothing but artifacts and
 * tags, and no more than a batch may have. Throws `IoTreeError` `invalidKey`, `tooLarge`.
 */
export function checkIoWriteLog(log: WriteLog, limits: WriteLogLimits): void {
  let inputs = 0n;
  let outputs = 0n;
  let inputSize = 0n;
  for (const {key, value} of log) {
    const kind = artifactKind(key ?? new Uint8Array());
    if (kind === artifactKinds.input) {
      inputs++;
      inputSize += BigInt(value?.length ?? 0);
    }
    if (kind === artifactKinds.output) outputs++;
    if (inputs > limits.maxBatchSize || outputs > limits.maxBatchSize)
      throw new IoTreeError("tooLarge", "transaction: too many inputs or outputs", {
        details: {inputs, outputs},
      });
    if (inputSize > limits.maxBatchSizeBytes)
      throw new IoTreeError("tooLarge", "transaction: input set size exceeds configuration", {
        details: {inputSize},
      });
  }
}

/** Kind of an artifact, or null for a tag. */
function artifactKind(key: Uint8Array): number | null {
  try {
    const artifact = ioKeys.artifact.decode(key);
    const [, kind] = artifact ?? [];
    if (kind === artifactKinds.input || kind === artifactKinds.output) return kind;
    if (artifact === null && ioKeys.tag.decode(key) !== null) return null;
  } catch (cause) {
    if (!(cause instanceof KeyFormatError)) throw cause;
  }
  throw new IoTreeError("invalidKey", "transaction: invalid key format");
}
