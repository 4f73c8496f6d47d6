import {Address} from "@oasis-node/primitives/address";
import type {Schema} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {Hash} from "@oasis-node/primitives/hash";
import {Namespace} from "@oasis-node/primitives/namespace";
import {Quantity} from "@oasis-node/primitives/quantity";
import {EnclaveIdentity} from "@oasis-node/primitives/sgx";
import {PublicKey, Signature} from "@oasis-node/primitives/signature";
import {Version} from "@oasis-node/primitives/version";
import * as beacon from "../beacon/index.ts";
import * as consensus from "../consensus/index.ts";
import * as entity from "../entity/index.ts";
import * as genesis from "../genesis/index.ts";
import * as governance from "../governance/index.ts";
import * as keymanager from "../keymanager/index.ts";
import * as node from "../node/index.ts";
import * as registry from "../registry/index.ts";
import * as roothash from "../roothash/index.ts";
import * as scheduler from "../scheduler/index.ts";
import * as staking from "../staking/index.ts";
import * as storage from "../storage/index.ts";
import * as upgrade from "../upgrade/index.ts";

/**
 * Types that cross a border of the consensus layer by themselves (transactions, state, genesis, queries), by the name
 * the reference gives them. Checks that run over all types and generated pages start here.
 */
export const wireTypes: Readonly<Record<string, Schema<unknown>>> = Object.freeze({
  "beacon.ConsensusParameters": beacon.BeaconParameters,
  "beacon.EpochTime": Epoch,
  "beacon.EpochTimeState": beacon.EpochTimeState,
  "beacon.Genesis": beacon.BeaconGenesis,
  "beacon.PVSSCommit": beacon.PvssCommit,
  "beacon.PVSSReveal": beacon.PvssReveal,
  "beacon.PVSSState": beacon.PvssState,
  "block.Block": roothash.Block,
  "commitment.ComputeBody": roothash.ComputeBody,
  "commitment.SignedProposedBatch": roothash.SignedProposedBatch.envelope,
  "common.Namespace": Namespace,
  "consensus.Genesis": consensus.ConsensusGenesis,
  "entity.Entity": entity.Entity,
  "entity.SignedEntity": entity.SignedEntity.envelope,
  "genesis.Document": genesis.Document,
  "governance.ConsensusParameters": governance.GovernanceParameters,
  "governance.Genesis": governance.GovernanceGenesis,
  "governance.Proposal": governance.Proposal,
  "governance.ProposalContent": governance.ProposalContent,
  "governance.ProposalVote": governance.ProposalVote,
  "hash.Hash": Hash,
  "keymanager.Genesis": keymanager.KeymanagerGenesis,
  "keymanager.PolicySGX": keymanager.PolicySgx,
  "keymanager.SignedInitResponse": keymanager.SignedInitResponse,
  "keymanager.SignedPolicySGX": keymanager.SignedPolicySgx,
  "keymanager.Status": keymanager.KeymanagerStatus,
  "message.Message": roothash.Message,
  "node.CapabilityTEE": node.CapabilityTee,
  "node.MultiSignedNode": node.MultiSignedNode.envelope,
  "node.Node": node.Node,
  "quantity.Quantity": Quantity,
  "registry.ConsensusParameters": registry.RegistryParameters,
  "registry.DeregisterEntity": registry.DeregisterEntity,
  "registry.Genesis": registry.RegistryGenesis,
  "registry.NodeStatus": registry.NodeStatus,
  "registry.Runtime": registry.Runtime,
  "registry.UnfreezeNode": registry.UnfreezeNode,
  "roothash.ConsensusParameters": roothash.RoothashParameters,
  "roothash.Evidence": roothash.Evidence,
  "roothash.ExecutorCommit": roothash.ExecutorCommit,
  "roothash.ExecutorProposerTimeoutRequest": roothash.ExecutorProposerTimeoutRequest,
  "roothash.Genesis": roothash.RoothashGenesis,
  "roothash.RuntimeState": roothash.RuntimeState,
  "scheduler.Committee": scheduler.Committee,
  "scheduler.ConsensusParameters": scheduler.SchedulerParameters,
  "sgx.EnclaveIdentity": EnclaveIdentity,
  "signature.PublicKey": PublicKey,
  "signature.Signature": Signature,
  "staking.Account": staking.Account,
  "staking.Address": Address,
  "staking.Allow": staking.Allow,
  "staking.AmendCommissionSchedule": staking.AmendCommissionSchedule,
  "staking.Burn": staking.Burn,
  "staking.ConsensusParameters": staking.StakingParameters,
  "staking.DebondingDelegation": staking.DebondingDelegation,
  "staking.Delegation": staking.Delegation,
  "staking.Escrow": staking.Escrow,
  "staking.Genesis": staking.StakingGenesis,
  "staking.ReclaimEscrow": staking.ReclaimEscrow,
  "staking.Transfer": staking.Transfer,
  "staking.Withdraw": staking.Withdraw,
  "storage.ReceiptBody": storage.ReceiptBody,
  "transaction.Fee": consensus.Fee,
  "transaction.SignedTransaction": consensus.SignedTransaction.envelope,
  "transaction.Transaction": consensus.Transaction,
  "upgrade.Descriptor": upgrade.UpgradeDescriptor,
  "version.Version": Version,
});
