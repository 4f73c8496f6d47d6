import {stakingQueries as ask, exportStaking, stakingEvents} from "@oasis-node/state-transition/staking";
import type {Api} from "../service/index.ts";
import type {stakingService} from "../services/index.ts";
import {atHeight, atHeightOf, type OwnChain} from "./chain.ts";

/** The node's own answers about accounts and the token. */
export function stakingBackend(chain: OwnChain): Api<typeof stakingService> {
  const {queries, streams} = chain;
  const {staking: genesis} = queries.genesis;
  return {
    tokenSymbol: async () => genesis.tokenSymbol,
    tokenValueExponent: async () => genesis.tokenValueExponent,
    totalSupply: atHeight(chain, ({staking}) => staking.totalSupply()),
    commonPool: atHeight(chain, ({staking}) => staking.commonPool()),
    lastBlockFees: atHeight(chain, ({staking}) => staking.lastBlockFees()),
    governanceDeposits: atHeight(chain, ({staking}) => staking.governanceDeposits()),
    threshold: atHeightOf(chain, ({staking}, {kind}) => ask.threshold(staking, kind)),
    addresses: atHeight(chain, ({staking}) => ask.addresses(staking)),
    account: atHeightOf(chain, ({staking}, {owner}) => ask.account(staking, owner)),
    delegationsFor: atHeightOf(chain, ({staking}, {owner}) => ask.delegationsFor(staking, owner)),
    delegationInfosFor: atHeightOf(chain, ({staking}, {owner}) => ask.delegationInfosFor(staking, owner)),
    delegationsTo: atHeightOf(chain, ({staking}, {owner}) => ask.delegationsTo(staking, owner)),
    debondingDelegationsFor: atHeightOf(chain, ({staking}, {owner}) =>
      ask.debondingDelegationsFor(staking, owner),
    ),
    debondingDelegationInfosFor: atHeightOf(chain, ({staking}, {owner}) =>
      ask.debondingDelegationInfosFor(staking, owner),
    ),
    debondingDelegationsTo: atHeightOf(chain, ({staking}, {owner}) =>
      ask.debondingDelegationsTo(staking, owner),
    ),
    allowance: atHeightOf(chain, ({staking}, {owner, beneficiary}) =>
      ask.allowance(staking, owner, beneficiary),
    ),
    stateToGenesis: atHeight(chain, ({staking}) => exportStaking(staking, genesis)),
    consensusParameters: atHeight(chain, ({staking}) => staking.parameters()),
    getEvents: (height) => queries.events(height, stakingEvents),
    watchEvents: (_, options) => streams.stakingEvents(options),
  };
}
