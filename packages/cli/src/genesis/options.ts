import {
  bool,
  clientOptions,
  duration,
  genesisFileOptions,
  int,
  option,
  size,
  strings,
  text,
  uint8,
  uint32,
  uint64,
} from "@oasis-node/node/options";
import {jsonOptions, testEntityOptions} from "../framework/index.ts";

const second = 1_000_000_000n;
const kibi = 2 ** 10;
const mebi = 2 ** 20;
const noEpoch = 2n ** 64n - 1n;

const unsafe = {hidden: true, debugOnly: true};
/** Names that are sections of a node's configuration too. */
const given = {flagOnly: true};

export const checkOptions = {...genesisFileOptions, ...jsonOptions};

export const dumpOptions = {
  ...clientOptions,
  // Not from files, where it is the document of the network (cli-config-grpc §1.1).
  "genesis.file": {
    ...genesisFileOptions["genesis.file"],
    doc: "file to write, stdout if empty",
    flagOnly: true,
  },
  height: option(int, 0, "block after which the state is taken, 0 for the latest"),
};

const partOptions = {
  "chain.id": option(text, "", "name of the network"),
  initial_height: option(int, 1, "height of the first block"),
  "halt.epoch": option(uint64, noEpoch, "epoch at which the network stops"),
  entity: option(strings, [], "paths of registrations of entities (entity_genesis.json)", given),
  node: option(strings, [], "paths of registrations of nodes (node_genesis.json)", given),
  runtime: option(strings, [], "paths of descriptors of ParaTimes", given),
  roothash: option(strings, [], "paths of states of ParaTimes", given),
  keymanager: option(strings, [], "paths of statuses of key managers", given),
  staking: option(text, "", "path of the staking state", given),
  "staking.token_symbol": option(text, "", "ticker symbol of the token"),
  "staking.token_value_exponent": option(uint8, 0, "base-10 exponent between a token and its base unit"),
};

const registryOptions = {
  "registry.max_node_expiration": option(uint64, 5n, "epochs for which a node may register"),
  "registry.disable_runtime_registration": option(bool, false, "let nobody register ParaTimes"),
  "registry.enable_runtime_governance_models": option(
    strings,
    ["entity"],
    "who may govern ParaTimes: entity, runtime, consensus",
  ),
  "registry.debug.allow_unroutable_addresses": option(bool, false, "allow private addresses", unsafe),
  "registry.debug.allow_test_runtimes": option(bool, false, "allow ParaTimes with test IDs", unsafe),
  "registry.debug.bypass_stake": option(bool, false, "let register without stake", unsafe),
};

const schedulerOptions = {
  "scheduler.min_validators": option(int, 1, "validators without which there is no election"),
  "scheduler.max_validators": option(int, 100, "most validators"),
  "scheduler.max_validators_per_entity": option(int, 1, "most validators of one entity"),
  "scheduler.debug.bypass_stake": option(bool, false, "elect without stake", unsafe),
};

const governanceOptions = {
  "governance.min_proposal_deposit": option(uint64, 100n, "deposit of a proposal, in base units"),
  "governance.quorum": option(uint8, 90, "percent of the stake that has to vote"),
  "governance.threshold": option(uint8, 90, "percent of the votes that have to be yes"),
  "governance.upgrade_min_epoch_diff": option(uint64, 300n, "epochs from a proposal to its upgrade"),
  "governance.upgrade_cancel_min_epoch_diff": option(
    uint64,
    300n,
    "epochs from the proposal of a cancellation to the upgrade",
  ),
  "governance.voting_period": option(uint64, 100n, "epochs for which one can vote"),
};

const beaconOptions = {
  "beacon.backend": option(text, "insecure", "where randomness comes from: insecure or pvss"),
  "beacon.insecure.tendermint.interval": option(int, 86_400, "blocks of an epoch"),
  "beacon.pvss.participants": option(uint32, 10, "participants of a PVSS round"),
  "beacon.pvss.threshold": option(uint32, 7, "participants without whom a PVSS round fails"),
  "beacon.pvss.commit_interval": option(int, 43_200, "blocks to commit"),
  "beacon.pvss.reveal_interval": option(int, 34_560, "blocks to reveal"),
  "beacon.pvss.transition_delay": option(int, 8_639, "blocks from the last reveal to the next epoch"),
  "beacon.debug.deterministic": option(bool, false, "make the beacon predictable", unsafe),
  "beacon.debug.mock_backend": option(bool, false, "let epochs be set by hand", unsafe),
  "beacon.pvss.debug.forced_participant": option(strings, [], "keys that always participate", unsafe),
};

const roothashOptions = {
  "roothash.max_runtime_messages": option(uint32, 128, "most messages of a ParaTime in a round"),
  "roothash.debug.do_not_suspend_runtimes": option(bool, false, "never suspend ParaTimes", unsafe),
  "roothash.debug.bypass_stake": option(bool, false, "run ParaTimes without stake", unsafe),
};

const consensusOptions = {
  "consensus.backend": option(text, "tendermint", "consensus engine"),
  "consensus.tendermint.timeout_commit": option(duration, second, "time to wait for votes after a block"),
  "consensus.tendermint.skip_timeout_commit": option(bool, false, "do not wait once all votes are there"),
  "consensus.tendermint.empty_block_interval": option(
    duration,
    0n,
    "time between blocks without transactions",
  ),
  "consensus.tendermint.max_tx_size": option(size, 32 * kibi, "largest transaction"),
  "consensus.tendermint.max_block_size": option(size, 21 * mebi, "largest block"),
  "consensus.tendermint.max_block_gas": option(uint64, 0n, "most gas in a block; 0 is no limit"),
  "consensus.tendermint.max_evidence_size": option(size, mebi, "most evidence in a block"),
  "consensus.state_checkpoint.interval": option(uint64, 10_000n, "blocks between checkpoints of the state"),
  "consensus.state_checkpoint.num_kept": option(uint64, 2n, "checkpoints that are kept"),
  "consensus.state_checkpoint.chunk_size": option(size, 8 * mebi, "size of the chunks of checkpoints"),
  "consensus.gas_costs.tx_byte": option(uint64, 1n, "gas for each byte of a transaction"),
  "consensus.blacklist_public_key": option(strings, [], "keys that are never accepted"),
};

/** Of `genesis init` (cli-config-grpc §3.5). */
export const initOptions = {
  ...genesisFileOptions,
  ...testEntityOptions,
  ...partOptions,
  ...registryOptions,
  ...schedulerOptions,
  ...governanceOptions,
  ...beaconOptions,
  ...roothashOptions,
  ...consensusOptions,
};
export type InitOptions = typeof initOptions;
