import type {ChainQueries} from "@oasis-node/consensus/queries";
import type {ChainStreams} from "@oasis-node/consensus/streams";
import type {NodeDb} from "@oasis-node/mkvs/db";
import type {Height} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {StateView} from "@oasis-node/state-transition/query";

/** The node's own chain, from which it answers. */
export interface OwnChain {
  readonly queries: ChainQueries;
  readonly streams: ChainStreams;
  /** Of the consensus state, for reads with proofs. */
  readonly stateDb: NodeDb;
  /** With which the node would sign blocks. */
  readonly consensusKey: PublicKey;
}

/** A method that asks the state of a height (cli-config-grpc §5.3: 0 = latest). */
export function atHeight<T>(
  {queries}: OwnChain,
  ask: (view: StateView) => T,
): (height: Height) => Promise<T> {
  return async (height) => queries.states.at(height, ask);
}

/** A method that asks the state of the height in its request. */
export function atHeightOf<Q extends {readonly height: Height}, T>(
  {queries}: OwnChain,
  ask: (view: StateView, query: Q) => T,
): (query: Q) => Promise<T> {
  return async (query) => queries.states.at(query.height, (view) => ask(view, query));
}
