import {chainStatus, exportDocument} from "@oasis-node/consensus/queries";
import {neverAborted} from "@oasis-node/primitives/abort";
import {protocolVersions} from "@oasis-node/primitives/version";
import {consensusErrors} from "@oasis-node/state-transition/consensus";
import {stakingQueries} from "@oasis-node/state-transition/staking";
import type {Api} from "../service/index.ts";
import {consensusFeatures, type consensusService} from "../services/index.ts";
import type {OwnChain} from "./chain.ts";
import {submitTransaction} from "./submission.ts";

/** The node's own answers about the consensus layer. */
export function consensusBackend(chain: OwnChain): Api<typeof consensusService> {
  const {queries, streams} = chain;
  const {engine, genesis} = queries;
  return {
    submitTx: (transaction, options) =>
      submitTransaction(engine, transaction, options?.signal ?? neverAborted()),
    stateToGenesis: (height) => exportDocument(queries, height),
    estimateGas: async ({signer, transaction}) => {
      if (transaction === null) throw consensusErrors.invalidArgument();
      return engine.simulate(signer, transaction);
    },
    getSignerNonce: async ({accountAddress, height}) =>
      queries.states.at(height, ({staking}) => stakingQueries.account(staking, accountAddress).general.nonce),
    getBlock: (height) => queries.block(height),
    getTransactions: (height) => queries.transactions(height),
    getTransactionsWithResults: (height) => queries.transactionsWithResults(height),
    getUnconfirmedTransactions: async () => [...(await engine.unconfirmed())],
    getGenesisDocument: async () => genesis,
    getChainContext: async () => queries.chainContext,
    getStatus: async () => ({
      ...(await chainStatus(queries, chain.consensusKey)),
      version: protocolVersions.consensusProtocol,
      backend: genesis.consensus.backend,
      mode: "full",
      features: consensusFeatures.services | consensusFeatures.fullNode,
    }),
    watchBlocks: (_, options) => streams.blocks(options),
  };
}
