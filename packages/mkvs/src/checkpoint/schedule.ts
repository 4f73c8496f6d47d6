/** How often checkpoints are made and how many stay. */
export interface CreationParameters {
  /** Versions between two checkpoints; 0 turns scheduled checkpoints off. */
  readonly interval: bigint;
  /** Checkpoints to keep. */
  readonly numKept: bigint;
  /** Size of a chunk before compression at which it is closed, in bytes. */
  readonly chunkSize: bigint;
  /** First version there is; the schedule counts from here. */
  readonly initialVersion: bigint;
}

export interface ScheduleInput {
  /** Version that has just become final. */
  readonly version: bigint;
  /** Version of every stored checkpoint, once a root. */
  readonly checkpoints: readonly bigint[];
  /** Roots whose checkpoints make a version complete. */
  readonly rootsPerVersion: number;
  /** Earliest version the node database still has. */
  readonly earliestVersion: bigint;
  readonly parameters: CreationParameters;
}

export interface CheckpointPlan {
  /** Versions to make checkpoints of, newest first; creation stops at the first failure. */
  readonly create: readonly bigint[];
  /** Versions to remove all checkpoints of, oldest first. */
  readonly remove: readonly bigint[];
}

/**
 * What is due once a version is final (primitives-mkvs §4.12, scheduling). Removal counts the checkpoints from before
 * creation, as the reference does: a checkpoint too many stays until the next time.
 */
export function planCheckpoints(input: ScheduleInput): CheckpointPlan {
  return {create: versionsToCreate(input), remove: versionsToRemove(input)};
}

function versionsToCreate(input: ScheduleInput): bigint[] {
  const {interval, numKept, initialVersion} = input.parameters;
  const {version, earliestVersion} = input;
  if (interval === 0n || version < initialVersion) return [];
  const first = maximum(lastComplete(input) + 1n, earliestVersion, initialVersion);
  const latest = version - ((version - initialVersion) % interval);
  const created: bigint[] = [];
  for (let due = latest; due >= first; due -= interval) {
    created.push(due);
    // More would be removed again. At least one is made, even if none is to be kept.
    if (BigInt(created.length) >= numKept) break;
  }
  return created;
}

function versionsToRemove({checkpoints, parameters}: ScheduleInput): bigint[] {
  const versions = [...new Set(checkpoints)].sort((a, b) => (a < b ? -1 : 1));
  const excess = BigInt(versions.length) - parameters.numKept;
  return excess > 0n ? versions.slice(0, Number(excess)) : [];
}

/** Latest version with checkpoints of all its roots; 0 if there is none. */
function lastComplete({checkpoints, rootsPerVersion}: ScheduleInput): bigint {
  const roots = new Map<bigint, number>();
  for (const version of checkpoints) roots.set(version, (roots.get(version) ?? 0) + 1);
  const complete = [...roots].filter(([, count]) => count >= rootsPerVersion).map(([version]) => version);
  return maximum(0n, ...complete);
}

function maximum(...values: readonly bigint[]): bigint {
  let largest = 0n;
  for (const value of values) if (value > largest) largest = value;
  return largest;
}
