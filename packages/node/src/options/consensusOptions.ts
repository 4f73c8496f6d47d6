import {parseDuration} from "./duration.ts";
import {strings} from "./listTypes.ts";
import {option} from "./option.ts";
import {scalarType} from "./optionType.ts";
import {isWrong} from "./parsed.ts";
import {bool, choice, duration, int, text, uint64} from "./scalarTypes.ts";

const minute = 60_000_000_000n;
const networkEngine = {actsFrom: "the Tendermint engine"};

/** When the embedded engine makes a block: as soon as there is a transaction, or after so many nanoseconds. */
export type BlockTime = "instant" | bigint;

const blockTime = scalarType<BlockTime>({
  flagName: "string",
  wanted: "instant, or a duration such as 1s",
  parse: (found) => {
    if (found === "instant") return {value: "instant"};
    const parsed = parseDuration(found);
    if (isWrong(parsed)) return parsed;
    return parsed.value > 0n ? parsed : {wrong: `block time ${found} is not positive`};
  },
  show: (value) => JSON.stringify(value === "instant" ? value : `${value}ns`),
});

export const consensusOptions = {
  "consensus.validator": option(bool, false, "ask for the role of a validator"),
  "consensus.engine.backend": option(
    choice(["auto", "embedded", "tendermint"], {
      wrong: (found) => `consensus: unsupported engine: ${found}`,
    }),
    "auto",
    "what agrees on blocks: embedded is a network of this one validator, tendermint the network of many",
    {ours: true},
  ),
  "consensus.engine.embedded.block_time": option(
    blockTime,
    "instant",
    "how the embedded engine makes blocks: instant, or the time from one to the next",
    {ours: true},
  ),
  "consensus.tendermint.mode": option(text, "full", "kind of node: full, seed or archive"),
  "consensus.tendermint.core.listen_address": option(
    text,
    "tcp://0.0.0.0:26656",
    "where other nodes connect for consensus",
    networkEngine,
  ),
  "consensus.tendermint.core.external_address": option(
    text,
    "",
    "address for consensus that other nodes are told, if not the one listened on",
  ),
  "consensus.tendermint.abci.prune.strategy": option(
    text,
    "none",
    "which state is kept: none drops nothing, keep_n all but recent versions",
  ),
  "consensus.tendermint.abci.prune.num_kept": option(
    uint64,
    3600n,
    "versions of the state that keep_n keeps",
  ),
  "consensus.tendermint.checkpointer.disabled": option(bool, false, "make no checkpoints of the state"),
  "consensus.tendermint.checkpointer.check_interval": option(
    duration,
    minute,
    "time between looks whether a checkpoint is due",
  ),
  "consensus.tendermint.min_gas_price": option(uint64, 0n, "least gas price of others' transactions"),
  "consensus.tendermint.submission.gas_price": option(uint64, 0n, "gas price of the node's own transactions"),
  "consensus.tendermint.submission.max_fee": option(
    uint64,
    0n,
    "most to pay for an own transaction, 0 for no limit",
  ),
  "consensus.tendermint.supplementarysanity.enabled": option(
    bool,
    false,
    "check the whole state now and then",
    {
      hidden: true,
    },
  ),
  "consensus.tendermint.supplementarysanity.interval": option(uint64, 10n, "blocks between such checks", {
    hidden: true,
  }),
  "consensus.tendermint.upgrade.stop_delay": option(
    duration,
    minute,
    "mean time to wait before stopping for an upgrade",
  ),
  "consensus.tendermint.log.debug": option(bool, false, "let the engine's debug lines through", {
    hidden: true,
  }),
  "tendermint.db.backend": option(text, "badger", "kept for existing files; the store is always the same"),
};

export const peerOptions = {
  "consensus.tendermint.p2p.seed": option(
    strings,
    [],
    "nodes to learn addresses from, ID@host:port",
    networkEngine,
  ),
  "consensus.tendermint.p2p.persistent_peer": option(
    strings,
    [],
    "nodes to stay connected to, ID@ip:port",
    networkEngine,
  ),
  "consensus.tendermint.p2p.persistent_peers_max_dial_period": option(
    duration,
    0n,
    "most time between attempts to reach a persistent peer, 0 for no limit",
    networkEngine,
  ),
  "consensus.tendermint.p2p.unconditional_peer_ids": option(
    strings,
    [],
    "IDs of nodes that are let in beyond the limits",
    networkEngine,
  ),
  "consensus.tendermint.p2p.disable_peer_exchange": option(
    bool,
    false,
    "exchange no addresses with peers",
    networkEngine,
  ),
  "consensus.tendermint.p2p.max_num_inbound_peers": option(
    int,
    40,
    "most peers that connect to the node",
    networkEngine,
  ),
  "consensus.tendermint.p2p.max_num_outbound_peers": option(
    int,
    20,
    "most peers that the node connects to",
    networkEngine,
  ),
  "consensus.tendermint.p2p.send_rate": option(
    int,
    5_120_000,
    "bytes a second sent to a peer",
    networkEngine,
  ),
  "consensus.tendermint.p2p.recv_rate": option(
    int,
    5_120_000,
    "bytes a second taken from a peer",
    networkEngine,
  ),
  "consensus.tendermint.sentry.upstream_address": option(
    strings,
    [],
    "nodes that this one shields, ID@ip:port",
    networkEngine,
  ),
  "consensus.tendermint.state_sync.enabled": option(
    bool,
    false,
    "start from a checkpoint of other nodes",
    networkEngine,
  ),
  "consensus.tendermint.state_sync.consensus_node": option(
    strings,
    [],
    "at least two nodes to verify a checkpoint with, TLSPUBKEY@ip:port",
    networkEngine,
  ),
  "consensus.tendermint.state_sync.trust_period": option(
    duration,
    24n * 60n * minute,
    "how long a trusted header stays trusted",
    networkEngine,
  ),
  "consensus.tendermint.state_sync.trust_height": option(
    uint64,
    0n,
    "height of the trusted header",
    networkEngine,
  ),
  "consensus.tendermint.state_sync.trust_hash": option(
    text,
    "",
    "hash of the trusted header, in hex",
    networkEngine,
  ),
  "consensus.tendermint.debug.addr_book_lenient": option(
    bool,
    false,
    "remember addresses that are not public",
    {
      ...networkEngine,
      hidden: true,
      debugOnly: true,
    },
  ),
  "consensus.tendermint.debug.allow_duplicate_ip": option(
    bool,
    false,
    "take several peers from one address",
    {
      ...networkEngine,
      hidden: true,
      debugOnly: true,
    },
  ),
  "consensus.tendermint.debug.unsafe_replay_recover_corrupted_wal": option(
    bool,
    false,
    "repair a damaged log of consensus",
    {
      ...networkEngine,
      hidden: true,
      debugOnly: true,
    },
  ),
  "consensus.tendermint.seed.debug.disable_addr_book_from_genesis": option(
    bool,
    false,
    "begin without the validators' addresses",
    {
      ...networkEngine,
      hidden: true,
      debugOnly: true,
    },
  ),
};
