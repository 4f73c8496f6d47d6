import {BytesMap, toBase64} from "@oasis-node/primitives/bytes";
import type {SignatureVerifier} from "@oasis-node/primitives/signature";
import type {ConsensusGenesis, ConsensusParameters} from "./parameters.ts";

const failed = "consensus: sanity check failed";
const minTimeoutCommit = 1_000_000n;
const minCheckpointInterval = 1000n;
const minCheckpointChunkSize = 1n << 20n;

export interface ConsensusGenesisChecks {
  /** Accepts any checkpoint parameters. */
  readonly debugAllowed: boolean;
  /** Knows the keys that are blacklisted anyway. */
  readonly verifier: SignatureVerifier;
}

/** What is wrong with the consensus part of a genesis document (consensus-core §2.7), in the reference's order. */
export function* checkConsensusGenesis(
  {parameters}: ConsensusGenesis,
  {debugAllowed, verifier}: ConsensusGenesisChecks,
): Generator<string> {
  if (parameters.timeoutCommit < minTimeoutCommit && !parameters.skipTimeoutCommit)
    yield `${failed}: timeout commit must be >= 1ms`;
  if (!debugAllowed) yield* checkCheckpoints(parameters);
  const seen = new BytesMap<Uint8Array, true>();
  for (const key of parameters.publicKeyBlacklist ?? []) {
    if (seen.has(key)) yield `${failed}: redundant blacklisted public key: '${toBase64(key)}'`;
    if (!verifier.isUsable(key)) yield `${failed}: public key already in blacklist: '${toBase64(key)}'`;
    seen.set(key, true);
  }
}

/** An interval of zero turns checkpoints off. */
function* checkCheckpoints({
  stateCheckpointInterval,
  stateCheckpointNumKept,
  stateCheckpointChunkSize,
}: ConsensusParameters): Generator<string> {
  if (stateCheckpointInterval === 0n) return;
  if (stateCheckpointInterval < minCheckpointInterval)
    yield `${failed}: state checkpoint interval must be >= 1000`;
  if (stateCheckpointNumKept === 0n) yield `${failed}: number of kept state checkpoints must be > 0`;
  if (stateCheckpointChunkSize < minCheckpointChunkSize)
    yield `${failed}: state checkpoint chunk size must be >= 1 MiB`;
}
