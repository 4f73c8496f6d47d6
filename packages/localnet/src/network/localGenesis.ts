import {buildGenesis, defaultGasCosts, type GenesisParameters} from "@oasis-node/node/genesis";
import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {asEpoch, asGas, asHeight, type Epoch} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {BeaconParameters, beaconBackends} from "@oasis-node/state-transition/beacon";
import {ConsensusGenesis, ConsensusParameters, consensusGasOps} from "@oasis-node/state-transition/consensus";
import type {SignedEntity} from "@oasis-node/state-transition/entity";
import type {Document} from "@oasis-node/state-transition/genesis";
import {GovernanceParameters} from "@oasis-node/state-transition/governance";
import type {MultiSignedNode} from "@oasis-node/state-transition/node";
import {governanceModels, RegistryParameters} from "@oasis-node/state-transition/registry";
import {RoothashParameters} from "@oasis-node/state-transition/roothash";
import {SchedulerParameters} from "@oasis-node/state-transition/scheduler";
import {
  Account,
  CommissionScheduleRules,
  Delegation,
  EscrowAccount,
  GeneralAccount,
  SharePool,
  Slash,
  StakingGenesis,
  StakingParameters,
  slashReasons,
  stakingGasOps,
  thresholdKinds,
} from "@oasis-node/state-transition/staking";

import {localParatime} from "./localParatime.ts";

const tokenExponent = 9;
/** Base units of a token. */
export const token = 10n ** BigInt(tokenExponent);

/** What each kind of claim needs in escrow: as in the guide, a round 100 tokens. */
const threshold = 100n * token;
const millisecond = 1_000_000n;
const mebibyte = 1n << 20n;

export interface LocalGenesisOptions {
  readonly chainId: string;
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  readonly entity: SignedEntity;
  readonly entityId: PublicKey;
  readonly node: MultiSignedNode;
  /** Base units that the entity has in escrow with itself. */
  readonly escrow: bigint;
  /** Who has how many base units to spend. */
  readonly balances: readonly (readonly [Address, bigint])[];
  readonly blocksPerEpoch: bigint;
  /** Nanoseconds after which a block without transactions is made. */
  readonly emptyBlockInterval: bigint;
  /** Epochs are set by hand (`debug control set-epoch`) instead of passing with blocks. */
  readonly mockEpochs: boolean;
  readonly haltEpoch: Epoch;
  /** IDs of the ParaTimes that are registered from the start. */
  readonly paratimes: readonly Namespace[];
}

/** The genesis document of a network on one machine: one entity with one node, which validates, and funded accounts. */
export function localGenesis(options: LocalGenesisOptions): Document {
  return buildGenesis({
    chainId: options.chainId,
    height: asHeight(1n),
    time: options.time,
    haltEpoch: options.haltEpoch,
    parameters: parameters(options),
    staking: ledger(options),
    entities: [options.entity],
    nodes: [options.node],
    runtimes: options.paratimes.map((id) => localParatime(id, options.entityId)),
  });
}

function parameters({
  blocksPerEpoch,
  emptyBlockInterval,
  mockEpochs,
}: LocalGenesisOptions): GenesisParameters {
  return {
    registry: RegistryParameters.make({
      // Nothing else can be told of a machine that nobody reaches.
      debugAllowUnroutableAddresses: true,
      debugAllowTestRuntimes: true,
      gasCosts: defaultGasCosts.registry,
      maxNodeExpiration: 5n,
      enableRuntimeGovernanceModels: new Map([
        [governanceModels.entity, true],
        [governanceModels.runtime, true],
      ]),
    }),
    roothash: RoothashParameters.make({gasCosts: defaultGasCosts.roothash, maxRuntimeMessages: 128}),
    scheduler: SchedulerParameters.make({minValidators: 1n, maxValidators: 100n, maxValidatorsPerEntity: 1n}),
    beacon: BeaconParameters.make({
      backend: beaconBackends.insecure,
      debugMockBackend: mockEpochs,
      insecureParameters: {interval: blocksPerEpoch},
    }),
    governance: GovernanceParameters.make({
      gasCosts: defaultGasCosts.governance,
      minProposalDeposit: 100n * token,
      votingPeriod: asEpoch(5n),
      quorum: 90,
      threshold: 90,
      upgradeMinEpochDiff: asEpoch(10n),
      upgradeCancelMinEpochDiff: asEpoch(10n),
    }),
    consensus: ConsensusGenesis.make({
      backend: "tendermint",
      parameters: ConsensusParameters.make({
        // Blocks may follow each other at once: their times need only differ by this.
        timeoutCommit: millisecond,
        emptyBlockInterval,
        maxTxSize: 32n * 1024n,
        maxBlockSize: 21n * mebibyte,
        maxEvidenceSize: mebibyte,
        stateCheckpointInterval: 10_000n,
        stateCheckpointNumKept: 2n,
        stateCheckpointChunkSize: 8n * mebibyte,
        gasCosts: new Map([[consensusGasOps.txByte, asGas(1n)]]),
      }),
    }),
  };
}

function ledger({entityId, escrow, balances}: LocalGenesisOptions): StakingGenesis {
  const owner = stakingAddress(entityId);
  const active = SharePool.make({balance: escrow, totalShares: escrow});
  const accounts = new BytesMap<Address, Account>([
    [owner, Account.make({escrow: EscrowAccount.make({active})})],
  ]);
  for (const [address, balance] of balances) {
    const account = accounts.get(address) ?? Account.zero();
    accounts.set(address, {...account, general: GeneralAccount.make({...account.general, balance})});
  }
  const commonPool = 1_000_000n * token;
  const spendable = balances.reduce((sum, [, balance]) => sum + balance, 0n);
  return StakingGenesis.make({
    parameters: stakingParameters(),
    tokenSymbol: "TEST",
    tokenValueExponent: tokenExponent,
    totalSupply: commonPool + escrow + spendable,
    commonPool,
    ledger: accounts,
    delegations:
      escrow === 0n
        ? null
        : new BytesMap([[owner, new BytesMap([[owner, Delegation.make({shares: escrow})]])]]),
  });
}

function stakingParameters(): StakingParameters {
  const slash = Slash.make({amount: 10n * token, freezeInterval: asEpoch(1n)});
  return StakingParameters.make({
    thresholds: new Map(Object.values(thresholdKinds).map((kind) => [kind, threshold])),
    debondingInterval: asEpoch(2n),
    commissionScheduleRules: CommissionScheduleRules.make({
      rateChangeInterval: asEpoch(1n),
      rateBoundLead: asEpoch(2n),
      maxRateSteps: 12,
      maxBoundSteps: 12,
    }),
    slashing: new Map([
      [slashReasons.consensusEquivocation, slash],
      [slashReasons.consensusLightClientAttack, slash],
    ]),
    gasCosts: new Map(Object.values(stakingGasOps).map((operation) => [operation, asGas(1000n)])),
    minDelegation: token,
    allowEscrowMessages: true,
    maxAllowances: 16,
    feeSplitWeightPropose: 2n,
    feeSplitWeightVote: 1n,
    feeSplitWeightNextPropose: 1n,
    rewardFactorEpochSigned: 1n,
    rewardFactorBlockProposed: 1n,
  });
}
