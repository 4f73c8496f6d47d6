import type {TendermintGenesis} from "@oasis-node/state-transition/genesis";
import {EngineError} from "../engine/index.ts";
import {
  type Block,
  blockProtocol,
  commitHash,
  consensusParametersHash,
  type Evidence,
  evidenceListHash,
  medianTime,
  transactionsHash,
  validatorSetHash,
} from "../tendermint/index.ts";
import type {ChainState} from "./chainState.ts";

/** What goes into a block. */
export interface BlockContents {
  readonly transactions: readonly Uint8Array[];
  readonly evidence: readonly Evidence[];
  /** Address of the proposer. */
  readonly proposerAddress: Uint8Array;
  /** State after the block before. */
  readonly appHash: Uint8Array;
}

/** The block after a state. */
export function makeBlock(genesis: TendermintGenesis, state: ChainState, contents: BlockContents): Block {
  const {transactions, evidence, proposerAddress, appHash} = contents;
  const {block, version} = genesis.parameters;
  return {
    header: {
      version: {block: blockProtocol, app: version.appVersion},
      chainId: genesis.chainId,
      height: nextHeight(genesis, state),
      time: nextBlockTime(genesis, state),
      lastBlockId: state.lastBlockId,
      lastCommitHash: commitHash(state.lastCommit),
      dataHash: transactionsHash(transactions),
      validatorsHash: validatorSetHash(state.validators),
      nextValidatorsHash: validatorSetHash(state.nextValidators),
      consensusHash: consensusParametersHash({blockMaxBytes: block.maxBytes, blockMaxGas: block.maxGas}),
      appHash,
      lastResultsHash: state.lastResultsHash,
      evidenceHash: evidenceListHash(evidence),
      proposerAddress,
    },
    data: {transactions},
    evidence: {evidence},
    lastCommit: state.lastCommit,
  };
}

function nextHeight({initialHeight}: TendermintGenesis, {lastHeight}: ChainState): bigint {
  return lastHeight === 0n ? initialHeight : lastHeight + 1n;
}

/** The time of genesis, then what those say who signed the block before. */
function nextBlockTime(
  genesis: TendermintGenesis,
  {lastHeight, lastCommit, lastValidators}: ChainState,
): bigint {
  if (lastHeight === 0n) return genesis.genesisTime;
  const time = medianTime(lastCommit, lastValidators);
  if (time === null) throw new EngineError("badStore", "the last block is signed by none of its validators");
  return time;
}
