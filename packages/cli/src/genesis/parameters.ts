import {defaultGasCosts, type GenesisParameters} from "@oasis-node/node/genesis";
import type {OptionValues} from "@oasis-node/node/options";
import {fromJson} from "@oasis-node/primitives/cbor";
import {asEpoch, asGas} from "@oasis-node/primitives/epoch";
import {TypedError} from "@oasis-node/primitives/errors";
import {type PublicKey, publicKeyFromText} from "@oasis-node/primitives/signature";
import {BeaconParameters, beaconBackends} from "@oasis-node/state-transition/beacon";
import {ConsensusGenesis, ConsensusParameters, consensusGasOps} from "@oasis-node/state-transition/consensus";
import {GovernanceParameters} from "@oasis-node/state-transition/governance";
import {GovernanceModel, RegistryParameters} from "@oasis-node/state-transition/registry";
import {RoothashParameters} from "@oasis-node/state-transition/roothash";
import {SchedulerParameters} from "@oasis-node/state-transition/scheduler";
import {genesisFailure} from "./failure.ts";
import type {InitOptions} from "./options.ts";

type Values = OptionValues<InitOptions>;

/** The consensus parameters that the flags of `genesis init` say (cli-config-grpc §3.5). */
export function genesisParameters(values: Values): GenesisParameters {
  return {
    registry: registryParameters(values),
    roothash: RoothashParameters.make({
      gasCosts: defaultGasCosts.roothash,
      debugDoNotSuspendRuntimes: values["roothash.debug.do_not_suspend_runtimes"],
      debugBypassStake: values["roothash.debug.bypass_stake"],
      maxRuntimeMessages: values["roothash.max_runtime_messages"],
    }),
    scheduler: SchedulerParameters.make({
      minValidators: BigInt(values["scheduler.min_validators"]),
      maxValidators: BigInt(values["scheduler.max_validators"]),
      maxValidatorsPerEntity: BigInt(values["scheduler.max_validators_per_entity"]),
      debugBypassStake: values["scheduler.debug.bypass_stake"],
    }),
    beacon: beaconParameters(values),
    governance: GovernanceParameters.make({
      gasCosts: defaultGasCosts.governance,
      minProposalDeposit: values["governance.min_proposal_deposit"],
      votingPeriod: asEpoch(values["governance.voting_period"]),
      quorum: values["governance.quorum"],
      threshold: values["governance.threshold"],
      upgradeMinEpochDiff: asEpoch(values["governance.upgrade_min_epoch_diff"]),
      upgradeCancelMinEpochDiff: asEpoch(values["governance.upgrade_cancel_min_epoch_diff"]),
    }),
    consensus: consensusGenesis(values),
  };
}

function registryParameters(values: Values): RegistryParameters {
  return RegistryParameters.make({
    debugAllowUnroutableAddresses: values["registry.debug.allow_unroutable_addresses"],
    debugAllowTestRuntimes: values["registry.debug.allow_test_runtimes"],
    debugBypassStake: values["registry.debug.bypass_stake"],
    disableRuntimeRegistration: values["registry.disable_runtime_registration"],
    gasCosts: defaultGasCosts.registry,
    maxNodeExpiration: values["registry.max_node_expiration"],
    enableRuntimeGovernanceModels: new Map(
      values["registry.enable_runtime_governance_models"].map((name) => [governanceModel(name), true]),
    ),
  });
}

function governanceModel(name: string): GovernanceModel {
  try {
    return fromJson(GovernanceModel, name.toLowerCase());
  } catch (error) {
    if (!(error instanceof TypedError)) throw error;
    const reason = `registry: unsupported governance model: '${name}'`;
    throw genesisFailure("failed to parse registry genesis state", {err: reason});
  }
}

/** Other backends get no parameters, and the checks refuse them. */
function beaconParameters(values: Values): BeaconParameters {
  const backend = values["beacon.backend"];
  const common = {
    backend,
    debugDeterministic: values["beacon.debug.deterministic"],
    debugMockBackend: values["beacon.debug.mock_backend"],
  };
  if (backend === beaconBackends.insecure) {
    const interval = BigInt(values["beacon.insecure.tendermint.interval"]);
    return BeaconParameters.make({...common, insecureParameters: {interval}});
  }
  if (backend !== beaconBackends.pvss) return BeaconParameters.make(common);
  const forced = values["beacon.pvss.debug.forced_participant"];
  return BeaconParameters.make({
    ...common,
    pvssParameters: {
      participants: values["beacon.pvss.participants"],
      threshold: values["beacon.pvss.threshold"],
      commitInterval: BigInt(values["beacon.pvss.commit_interval"]),
      revealInterval: BigInt(values["beacon.pvss.reveal_interval"]),
      transitionDelay: BigInt(values["beacon.pvss.transition_delay"]),
      debugForcedParticipants: publicKeys(forced, "failed to parse PVSS forced public key"),
    },
  });
}

function consensusGenesis(values: Values): ConsensusGenesis {
  const blacklist = values["consensus.blacklist_public_key"];
  return ConsensusGenesis.make({
    backend: values["consensus.backend"],
    parameters: ConsensusParameters.make({
      timeoutCommit: values["consensus.tendermint.timeout_commit"],
      skipTimeoutCommit: values["consensus.tendermint.skip_timeout_commit"],
      emptyBlockInterval: values["consensus.tendermint.empty_block_interval"],
      maxTxSize: BigInt(values["consensus.tendermint.max_tx_size"]),
      maxBlockSize: BigInt(values["consensus.tendermint.max_block_size"]),
      maxBlockGas: asGas(values["consensus.tendermint.max_block_gas"]),
      maxEvidenceSize: BigInt(values["consensus.tendermint.max_evidence_size"]),
      stateCheckpointInterval: values["consensus.state_checkpoint.interval"],
      stateCheckpointNumKept: values["consensus.state_checkpoint.num_kept"],
      stateCheckpointChunkSize: BigInt(values["consensus.state_checkpoint.chunk_size"]),
      gasCosts: new Map([[consensusGasOps.txByte, asGas(values["consensus.gas_costs.tx_byte"])]]),
      publicKeyBlacklist: publicKeys(blacklist, "failed to parse blacklisted public key"),
    }),
  });
}

/** No keys at all are Go's nil list. */
function publicKeys(texts: readonly string[], failure: string): PublicKey[] | null {
  if (texts.length === 0) return null;
  return texts.map((key) => {
    try {
      return publicKeyFromText(key);
    } catch (err) {
      if (!(err instanceof TypedError)) throw err;
      throw genesisFailure(failure, {err});
    }
  });
}
