import {compare, equal} from "@oasis-node/primitives/bytes";
import {asHeight} from "@oasis-node/primitives/epoch";
import type {BlockStore} from "../blockStore/index.ts";
import {EngineError} from "../engine/index.ts";
import {defaultTrustLevel, verifyCommitLight, verifyCommitLightTrusting} from "../light/index.ts";
import {
  blockIdFlags,
  checkSignedHeader,
  findValidator,
  type Header,
  headerHash,
  type LightClientAttackEvidence,
  totalVotingPower,
  type Validator,
  type ValidatorSet,
  type WholeHeader,
} from "../tendermint/index.ts";

/** What this chain has at the common height, and where the rest is. */
export interface CommonBlock {
  readonly store: BlockStore;
  readonly chainId: string;
  readonly header: Header;
  readonly validators: ValidatorSet;
}

interface Conflict extends WholeHeader {
  readonly validators: ValidatorSet;
}

/** Checks evidence of a block that a light client would believe. Throws `EngineError` `badEvidence`, `LightError`. */
export function verifyAttack(evidence: LightClientAttackEvidence, common: CommonBlock): void {
  const conflict = conflictOf(evidence, common.chainId);
  const trusted = trustedHeader(common, conflict.header);
  const isLunatic = isInvalid(trusted.header, conflict.header);
  const {chainId} = common;
  if (common.header.height !== conflict.header.height) {
    verifyCommitLightTrusting(common.validators, conflict.commit, chainId, defaultTrustLevel);
  } else if (isLunatic) {
    throw bad(
      "common height is the same as conflicting block height so expected the conflicting block to be correctly derived yet it wasn't",
    );
  }
  const {height} = conflict.header;
  const {blockId} = conflict.commit;
  verifyCommitLight(conflict.validators, conflict.commit, {chainId, blockId, height});
  if (evidence.totalVotingPower !== totalVotingPower(common.validators)) {
    throw bad("total voting power from the evidence and our validator set does not match");
  }
  checkDifference(trusted.header, conflict.header);
  checkCulprits(evidence, culprits(common, trusted, conflict, isLunatic));
}

function conflictOf({conflictingBlock}: LightClientAttackEvidence, chainId: string): Conflict {
  const signed = conflictingBlock?.signedHeader ?? null;
  const validators = conflictingBlock?.validatorSet ?? null;
  if (signed === null || validators === null) throw bad("conflicting block is not whole");
  return {...checkSignedHeader(signed, chainId), validators};
}

/** Ours at the height of the conflicting block; the latest for one that lies in the future. */
function trustedHeader({store}: CommonBlock, conflicting: Header): WholeHeader {
  const same = headerAt(store, conflicting.height);
  if (same !== null) return same;
  const latest = headerAt(store, store.latestHeight);
  if (latest === null) throw bad(`don't have header #${store.latestHeight}`);
  if (latest.header.time < conflicting.time) throw bad("latest block time is before conflicting block time");
  return latest;
}

function headerAt(store: BlockStore, height: bigint): WholeHeader | null {
  const stored = store.block(asHeight(height));
  const commit = store.commit(asHeight(height));
  return stored === null || commit === null ? null : {header: stored.block.header, commit};
}

/** Whether no execution of the chain could have led to the header. */
function isInvalid(trusted: Header, conflicting: Header): boolean {
  return (
    !equal(trusted.validatorsHash, conflicting.validatorsHash) ||
    !equal(trusted.nextValidatorsHash, conflicting.nextValidatorsHash) ||
    !equal(trusted.consensusHash, conflicting.consensusHash) ||
    !equal(trusted.appHash, conflicting.appHash) ||
    !equal(trusted.lastResultsHash, conflicting.lastResultsHash)
  );
}

function checkDifference(trusted: Header, conflicting: Header): void {
  if (conflicting.height > trusted.height && conflicting.time > trusted.time) {
    throw bad("conflicting block doesn't violate monotonically increasing time");
  }
  if (equal(headerHash(trusted), headerHash(conflicting))) {
    throw bad("trusted header hash matches the evidence's conflicting header hash");
  }
}

/** Who signed what they must not; nobody when both commits are of different rounds, for then it cannot be told. */
function culprits(
  common: CommonBlock,
  trusted: WholeHeader,
  {commit, validators}: Conflict,
  isLunatic: boolean,
): Validator[] {
  const find = (set: ValidatorSet, address: Uint8Array): Validator[] => {
    const found = findValidator(set, address);
    return found === null ? [] : [found.validator];
  };
  if (isLunatic) {
    return commit.signatures
      .filter(({blockIdFlag}) => blockIdFlag === blockIdFlags.commit)
      .flatMap(({validatorAddress}) => find(common.validators, validatorAddress))
      .sort(byPower);
  }
  if (trusted.commit.round !== commit.round) return [];
  return commit.signatures
    .filter(({blockIdFlag}, i) => {
      const other = trusted.commit.signatures[i]?.blockIdFlag ?? blockIdFlags.absent;
      return blockIdFlag !== blockIdFlags.absent && other !== blockIdFlags.absent;
    })
    .flatMap(({validatorAddress}) => find(validators, validatorAddress))
    .sort(byPower);
}

function checkCulprits(
  {byzantineValidators}: LightClientAttackEvidence,
  expected: readonly Validator[],
): void {
  const given = [...byzantineValidators].sort(byPower);
  if (given.length !== expected.length) {
    throw bad(`expected ${expected.length} byzantine validators from evidence but got ${given.length}`);
  }
  for (const [i, {address, votingPower}] of expected.entries()) {
    const one = given[i];
    if (one === undefined || !equal(one.address, address) || one.votingPower !== votingPower) {
      throw bad("evidence contained a different byzantine validator to the one we were expecting");
    }
  }
}

function byPower(a: Validator, b: Validator): number {
  if (a.votingPower !== b.votingPower) return a.votingPower > b.votingPower ? -1 : 1;
  return compare(a.address, b.address);
}

function bad(reason: string): EngineError {
  return new EngineError("badEvidence", reason);
}
