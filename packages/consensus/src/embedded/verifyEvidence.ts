import {equal} from "@oasis-node/primitives/bytes";
import {asHeight} from "@oasis-node/primitives/epoch";
import type {TendermintGenesis} from "@oasis-node/state-transition/genesis";
import type {BlockStore} from "../blockStore/index.ts";
import {EngineError} from "../engine/index.ts";
import {
  type DuplicateVoteEvidence,
  type Evidence,
  evidenceHeight,
  findValidator,
  totalVotingPower,
  upperHex,
  type ValidatorSet,
  verifyVote,
} from "../tendermint/index.ts";
import {verifyAttack} from "./verifyAttack.ts";

/**
 * Checks that evidence proves misbehaviour on this chain, in the reference's order. Throws `EngineError` `badEvidence`,
 * `TendermintError`, `LightError`.
 */
export function verifyEvidence(store: BlockStore, genesis: TendermintGenesis, evidence: Evidence): void {
  const height = asHeight(evidenceHeight(evidence));
  const header = store.block(height)?.block.header;
  if (header === undefined) throw bad(`don't have header #${height}`);
  const {timestamp} = evidence.value;
  if (timestamp !== header.time) {
    throw bad(
      `evidence has a different time to the block it is associated with (${timestamp} != ${header.time})`,
    );
  }
  if (isExpired(store, genesis, height)) throw bad(`evidence from height ${height} is too old`);
  const validators = store.validators(height);
  if (validators === null) throw bad(`don't have validators #${height}`);
  if (evidence.kind === "duplicateVote") verifyDuplicateVote(evidence.value, genesis.chainId, validators);
  else verifyAttack(evidence.value, {store, chainId: genesis.chainId, header, validators});
}

/** Whether a height lies too far back, by blocks and by time. A height that is pruned counts as old. */
export function isExpired(store: BlockStore, {parameters}: TendermintGenesis, height: bigint): boolean {
  const {maxAgeNumBlocks, maxAgeDuration} = parameters.evidence;
  if (store.latestHeight - height <= maxAgeNumBlocks) return false;
  const time = store.block(asHeight(height))?.block.header.time;
  const latest = store.block(store.latestHeight)?.block.header.time;
  return time === undefined || latest === undefined || latest - time > maxAgeDuration;
}

function verifyDuplicateVote(
  {voteA, voteB, validatorPower, totalVotingPower: claimed}: DuplicateVoteEvidence,
  chainId: string,
  validators: ValidatorSet,
): void {
  if (voteA === null || voteB === null) throw bad("one or both of the votes are empty");
  const found = findValidator(validators, voteA.validatorAddress);
  if (found === null) {
    throw bad(`address ${upperHex(voteA.validatorAddress)} was not a validator at height ${voteA.height}`);
  }
  const {publicKey, votingPower} = found.validator;
  if (voteA.height !== voteB.height || voteA.round !== voteB.round || voteA.type !== voteB.type) {
    throw bad("h/r/s does not match");
  }
  if (!equal(voteA.validatorAddress, voteB.validatorAddress)) throw bad("validator addresses do not match");
  // That the votes are for different blocks follows from their order, which has been checked.
  const total = totalVotingPower(validators);
  if (votingPower !== validatorPower || total !== claimed) {
    throw bad("the powers in the evidence are not those of our validator set");
  }
  verifyVote(chainId, voteA, publicKey);
  verifyVote(chainId, voteB, publicKey);
}

function bad(reason: string): EngineError {
  return new EngineError("badEvidence", reason);
}
