import {asHeight} from "@oasis-node/primitives/epoch";
import type {Application, BlockRequest, TransactionResult} from "@oasis-node/state-transition/application";
import type {Misbehaviour, Vote} from "@oasis-node/state-transition/context";
import type {BlockResults} from "../engine/index.ts";
import {type Block, type BlockId, blockIdFlags, type Evidence, evidenceHeight} from "../tendermint/index.ts";
import type {ChainState} from "./chainState.ts";
import type {Pacer} from "./pacer.ts";

/**
 * Has the application execute a block, up to but without the commit, and lets others have their turn in between. Throws
 * `HaltError`.
 */
export async function executeBlock(
  application: Application,
  pacer: Pacer,
  state: ChainState,
  block: Block,
  id: BlockId,
): Promise<BlockResults> {
  const beginEvents = application.beginBlock(blockRequest(state, block, id));
  const transactions: TransactionResult[] = [];
  for (const raw of block.data.transactions) {
    transactions.push(application.deliverTx(raw));
    if (pacer.isDue) await pacer.pause();
  }
  const {events: endEvents, validatorUpdates} = application.endBlock();
  return {beginEvents, transactions, endEvents, validatorUpdates};
}

function blockRequest(state: ChainState, {header, evidence}: Block, id: BlockId): BlockRequest {
  return {
    hash: id.hash,
    lastCommitHash: header.lastCommitHash,
    time: header.time,
    proposerAddress: header.proposerAddress,
    votes: votesOf(state),
    misbehaviours: evidence.evidence.flatMap((one) => (one === null ? [] : misbehavioursOf(one))),
  };
}

/** In the order of the validators; who voted for no block voted, too. */
function votesOf({lastValidators, lastCommit}: ChainState): readonly Vote[] {
  return lastValidators.validators.map(({address, votingPower}, i) => {
    const flag = lastCommit.signatures[i]?.blockIdFlag ?? blockIdFlags.absent;
    return {address, power: votingPower, signedLastBlock: flag !== blockIdFlags.absent};
  });
}

/** One for each validator that misbehaved. */
function misbehavioursOf(evidence: Evidence): readonly Misbehaviour[] {
  const {kind, value} = evidence;
  const height = asHeight(evidenceHeight(evidence));
  if (kind === "lightClientAttack") {
    return value.byzantineValidators.map(({address}) => ({type: kind, address, height}));
  }
  const address = value.voteA?.validatorAddress ?? new Uint8Array();
  return [{type: kind, address, height}];
}
