import {asHeight, type Height} from "@oasis-node/primitives/epoch";
import {asPublicKey} from "@oasis-node/primitives/signature";
import type {Validator} from "@oasis-node/state-transition/context";
import type {TendermintGenesis} from "@oasis-node/state-transition/genesis";
import type {BlockStore} from "../blockStore/index.ts";
import {type BlockResults, EngineError} from "../engine/index.ts";
import {
  type Block,
  BlockId,
  Commit,
  incrementProposerPriority,
  newValidator,
  newValidatorSet,
  resultsHash,
  TendermintError,
  updateWithChangeSet,
  ValidatorSet,
} from "../tendermint/index.ts";

/** What the next block follows from. */
export interface ChainState {
  /** 0 before the first block. */
  readonly lastHeight: Height;
  readonly lastBlockId: BlockId;
  /** Time of the last block, of genesis before the first; nanoseconds since 1970. */
  readonly lastBlockTime: bigint;
  /** Signatures over the last block; to nothing before the first. */
  readonly lastCommit: Commit;
  /** Nobody before the first block. */
  readonly lastValidators: ValidatorSet;
  /** Validators of the next block and the one after it. */
  readonly validators: ValidatorSet;
  readonly nextValidators: ValidatorSet;
  readonly lastResultsHash: Uint8Array;
}

/** The state before the first block. */
function genesisState(genesis: TendermintGenesis): ChainState {
  const validators = genesisValidatorSet(genesis);
  return {
    lastHeight: asHeight(0n),
    lastBlockId: BlockId.zero(),
    lastBlockTime: genesis.genesisTime,
    lastCommit: Commit.zero(),
    lastValidators: ValidatorSet.zero(),
    validators,
    nextValidators: incrementProposerPriority(validators, 1),
    lastResultsHash: resultsHash([]),
  };
}

/** Validators of the first block. */
export function genesisValidatorSet({validators}: TendermintGenesis): ValidatorSet {
  if (validators.length === 0) throw new EngineError("otherValidators", "the genesis has no validators");
  return newValidatorSet(validators.map(({publicKey, power}) => newValidator(asPublicKey(publicKey), power)));
}

/** The state after a stored block. Throws `EngineError` `badStore` when a part of it is missing. */
export function stateAfter(store: BlockStore, genesis: TendermintGenesis, height: Height): ChainState {
  if (height === 0n) return genesisState(genesis);
  const stored = required(store.block(height), "block", height);
  const {deliverTxs} = required(store.responses(height), "results", height);
  const validatorsAt = (at: bigint): ValidatorSet =>
    required(store.validators(asHeight(at)), "validators", asHeight(at));
  return {
    lastHeight: height,
    lastBlockId: stored.id,
    lastBlockTime: stored.block.header.time,
    lastCommit: required(store.commit(height), "commit", height),
    lastValidators: validatorsAt(height),
    validators: validatorsAt(height + 1n),
    nextValidators: validatorsAt(height + 2n),
    lastResultsHash: resultsHash(deliverTxs),
  };
}

/** A block that has been executed, and the signatures over it. */
export interface ExecutedBlock {
  readonly block: Block;
  readonly id: BlockId;
  readonly commit: Commit;
  readonly results: BlockResults;
}

/** The state after a block; changes of validators count from the block after the next. Throws `EngineError` `otherValidators`. */
export function stateWith(before: ChainState, {block, id, commit, results}: ExecutedBlock): ChainState {
  const {validators, nextValidators} = before;
  return {
    lastHeight: asHeight(block.header.height),
    lastBlockId: id,
    lastBlockTime: block.header.time,
    lastCommit: commit,
    lastValidators: validators,
    validators: nextValidators,
    nextValidators: changedSet(nextValidators, results.validatorUpdates),
    lastResultsHash: resultsHash(results.transactions),
  };
}

function changedSet(set: ValidatorSet, updates: readonly Validator[]): ValidatorSet {
  try {
    const changes = updates.map(({publicKey, power}) => newValidator(asPublicKey(publicKey), power));
    return incrementProposerPriority(updateWithChangeSet(set, changes), 1);
  } catch (cause) {
    if (!(cause instanceof TendermintError)) throw cause;
    throw new EngineError(
      "otherValidators",
      `the validators cannot change as the block says: ${cause.message}`,
      {cause},
    );
  }
}

function required<T>(value: T | null, what: string, height: Height): T {
  if (value !== null) return value;
  throw new EngineError("badStore", `the block store lacks the ${what} of height ${height}`, {
    details: {what, height},
  });
}
