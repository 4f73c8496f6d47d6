import {
  type BlockId,
  blockIdFlags,
  blockIdText,
  type Commit,
  type CommitSig,
  commitSignBytes,
  findValidator,
  isBlockIdEqual,
  isEngineSignature,
  totalVotingPower,
  upperHex,
  type Validator,
  type ValidatorSet,
  validatorText,
} from "../tendermint/index.ts";
import {LightError} from "./lightError.ts";

/** A part of a whole. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** What a commit must be for. */
export interface CommitClaim {
  readonly chainId: string;
  readonly blockId: BlockId;
  readonly height: bigint;
}

const maxInt64 = 2n ** 63n - 1n;

/**
 * Checks that more than two thirds of the validators committed to the block, and that every signature is right, also of
 * those who did not: for blocks that are to be kept. Throws `LightError`.
 */
export function verifyCommit(validators: ValidatorSet, commit: Commit, claim: CommitClaim): void {
  checkClaim(validators, commit, claim);
  const cast = commit.signatures.entries().filter(([, {blockIdFlag}]) => blockIdFlag !== blockIdFlags.absent);
  let power = 0n;
  for (const [i, part] of cast) {
    const validator = validatorAt(validators, i);
    checkSignature(validator, commit, part, i, claim.chainId);
    if (part.blockIdFlag === blockIdFlags.commit) power += validator.votingPower;
  }
  const needed = twoThirds(validators);
  if (power <= needed) throw tooLittlePower(power, needed);
}

/**
 * Checks that more than two thirds of the validators committed to the block; stops at the signature that makes them.
 * Throws `LightError`.
 */
export function verifyCommitLight(validators: ValidatorSet, commit: Commit, claim: CommitClaim): void {
  checkClaim(validators, commit, claim);
  const needed = twoThirds(validators);
  let power = 0n;
  for (const [i, part] of commit.signatures.entries()) {
    if (part.blockIdFlag !== blockIdFlags.commit) continue;
    const validator = validatorAt(validators, i);
    checkSignature(validator, commit, part, i, claim.chainId);
    power += validator.votingPower;
    if (power > needed) return;
  }
  throw tooLittlePower(power, needed);
}

/**
 * Checks that more than a fraction of other validators, trusted ones, are among those who committed. Throws `LightError`:
 * `tooLittlePower` if they are not, others if the commit is wrong.
 */
export function verifyCommitLightTrusting(
  trusted: ValidatorSet,
  commit: Commit,
  chainId: string,
  level: Fraction,
): void {
  const needed = powerNeeded(trusted, level);
  const seen = new Map<number, number>();
  let power = 0n;
  for (const [i, part] of commit.signatures.entries()) {
    if (part.blockIdFlag !== blockIdFlags.commit) continue;
    const found = findValidator(trusted, part.validatorAddress);
    if (found === null) continue;
    const {index, validator} = found;
    const before = seen.get(index);
    if (before !== undefined) {
      throw new LightError("doubleVote", `double vote from ${validatorText(validator)} (${before} and ${i})`);
    }
    seen.set(index, i);
    checkSignature(validator, commit, part, i, chainId);
    power += validator.votingPower;
    if (power > needed) return;
  }
  throw tooLittlePower(power, needed);
}

function checkClaim({validators}: ValidatorSet, commit: Commit, {height, blockId}: CommitClaim): void {
  const [expected, found] = [validators.length, commit.signatures.length];
  if (expected !== found) {
    throw new LightError("wrongSetSize", `Invalid commit -- wrong set size: ${expected} vs ${found}`);
  }
  if (height !== commit.height) {
    throw new LightError("wrongHeight", `Invalid commit -- wrong height: ${height} vs ${commit.height}`);
  }
  if (!isBlockIdEqual(blockId, commit.blockId)) {
    const [want, got] = [blockIdText(blockId), blockIdText(commit.blockId)];
    throw new LightError("wrongBlock", `invalid commit -- wrong block ID: want ${want}, got ${got}`);
  }
}

function checkSignature(
  {publicKey}: Validator,
  commit: Commit,
  part: CommitSig,
  index: number,
  chainId: string,
): void {
  if (isEngineSignature(publicKey, commitSignBytes(chainId, commit, part), part.signature)) return;
  throw new LightError("wrongSignature", `wrong signature (#${index}): ${upperHex(part.signature)}`);
}

/** As many validators as signatures were counted before. */
function validatorAt({validators}: ValidatorSet, index: number): Validator {
  const validator = validators[index];
  if (validator === undefined) throw new LightError("wrongSetSize", `no validator #${index}`);
  return validator;
}

function twoThirds(validators: ValidatorSet): bigint {
  return BigInt.asIntN(64, totalVotingPower(validators) * 2n) / 3n;
}

function powerNeeded(trusted: ValidatorSet, {numerator, denominator}: Fraction): bigint {
  if (denominator === 0n) throw new LightError("invalidTrustLevel", "trustLevel has zero Denominator");
  const product = totalVotingPower(trusted) * numerator;
  if (product > maxInt64 || product < -maxInt64) {
    throw new LightError(
      "invalidTrustLevel",
      "int64 overflow while calculating voting power needed. please provide smaller trustLevel numerator",
    );
  }
  return product / denominator;
}

function tooLittlePower(got: bigint, needed: bigint): LightError {
  return new LightError(
    "tooLittlePower",
    `invalid commit -- insufficient voting power: got ${got}, needed more than ${needed}`,
    {details: {got, needed}},
  );
}
