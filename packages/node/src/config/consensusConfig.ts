import type {BlockTime} from "../options/index.ts";
import {type HostPort, type KeyedHost, parseKeyedHost, parseTcpUrl} from "./addresses.ts";
import type {Checks, Outcome} from "./checks.ts";

export interface ConsensusConfig {
  readonly validator: boolean;
  readonly mode: "full" | "seed" | "archive";
  readonly engine: "auto" | "embedded" | "tendermint";
  readonly blockTime: BlockTime;
  readonly listen: HostPort;
  /** What others are told; `null` when it has to be found out. */
  readonly external: HostPort | null;
  /** Versions of the state that are kept; `null` for all. */
  readonly keptVersions: bigint | null;
  readonly checkpointer: {readonly enabled: boolean; readonly interval: bigint};
  readonly minGasPrice: bigint;
  readonly submission: {readonly gasPrice: bigint; readonly maxFee: bigint};
  /** Blocks between checks of the whole state; `null` for none. */
  readonly sanityInterval: bigint | null;
  readonly upgradeStopDelay: bigint;
  readonly peers: PeerConfig;
  readonly stateSync: StateSyncConfig | null;
}

export interface PeerConfig {
  readonly seeds: readonly Peer[];
  readonly persistent: readonly Peer[];
  readonly unconditionalIds: readonly string[];
  readonly sentryUpstreams: readonly Peer[];
  readonly exchange: boolean;
  readonly maxInbound: number;
  readonly maxOutbound: number;
  readonly sendRate: number;
  readonly receiveRate: number;
  readonly maxDialPeriod: bigint;
}

/** A peer by its ID (40 hex digits, lower case) and where it listens. */
export interface Peer {
  readonly id: string;
  readonly address: string;
}

export interface StateSyncConfig {
  readonly nodes: readonly KeyedHost[];
  readonly trustPeriod: bigint;
  readonly trustHeight: bigint;
  /** Hex digits. */
  readonly trustHash: string;
}

export function consensusConfig(checks: Checks): ConsensusConfig {
  const {values} = checks;
  const mode = checks.oneOf(
    "consensus.tendermint.mode",
    values["consensus.tendermint.mode"],
    ["full", "seed", "archive"],
    (found) => `tendermint: unsupported mode: ${found}`,
  );
  checks.oneOf(
    "tendermint.db.backend",
    values["tendermint.db.backend"],
    ["badger"],
    (found) => `tendermint/db: unsupported backend: '${found}'`,
  );
  const sanity = values["consensus.tendermint.supplementarysanity.enabled"];
  return {
    validator: values["consensus.validator"],
    mode,
    engine: engineOf(checks, mode),
    blockTime: values["consensus.engine.embedded.block_time"],
    ...addresses(checks),
    keptVersions: keptVersions(checks),
    checkpointer: {
      enabled: !values["consensus.tendermint.checkpointer.disabled"],
      interval: values["consensus.tendermint.checkpointer.check_interval"],
    },
    minGasPrice: values["consensus.tendermint.min_gas_price"],
    submission: {
      gasPrice: values["consensus.tendermint.submission.gas_price"],
      maxFee: values["consensus.tendermint.submission.max_fee"],
    },
    sanityInterval: sanity ? values["consensus.tendermint.supplementarysanity.interval"] : null,
    upgradeStopDelay: values["consensus.tendermint.upgrade.stop_delay"],
    peers: peers(checks),
    stateSync: stateSync(checks),
  };
}

/** A network of one validator has nobody to seed or to follow. */
function engineOf(checks: Checks, mode: ConsensusConfig["mode"]): ConsensusConfig["engine"] {
  const engine = checks.values["consensus.engine.backend"];
  if (engine === "embedded" && mode === "seed") {
    const message = "consensus: the embedded engine has no peers to seed";
    checks.fail("consensus.engine.backend", message, "auto or tendermint for a seed", engine);
  }
  return engine;
}

function addresses(checks: Checks): Pick<ConsensusConfig, "external" | "listen"> {
  const at = (
    key: "consensus.tendermint.core.external_address" | "consensus.tendermint.core.listen_address",
  ) => {
    const text = checks.values[key];
    const address = parseTcpUrl(text);
    if ("value" in address) return address.value;
    checks.fail(key, `tendermint: malformed address: ${address.fault}`, "tcp://IP:port", text);
    return {host: "", port: 0};
  };
  const external = checks.values["consensus.tendermint.core.external_address"];
  return {
    listen: at("consensus.tendermint.core.listen_address"),
    external: external === "" ? null : at("consensus.tendermint.core.external_address"),
  };
}

function keptVersions(checks: Checks): bigint | null {
  const strategy = checks.oneOf(
    "consensus.tendermint.abci.prune.strategy",
    checks.values["consensus.tendermint.abci.prune.strategy"],
    ["none", "keep_n"],
    (found) => `abci/pruner: unknown pruning strategy: '${found}'`,
  );
  return strategy === "none" ? null : checks.values["consensus.tendermint.abci.prune.num_kept"];
}

function peers(checks: Checks): PeerConfig {
  const {values} = checks;
  const wanted = "a list of ID@host:port, the ID 40 hex digits";
  const malformed =
    (what: string) =>
    (text: string): Outcome<Peer> => {
      const [id, address, ...more] = text.toLowerCase().split("@");
      const whole = id !== undefined && address !== undefined && address !== "" && more.length === 0;
      return whole && /^[0-9a-f]{40}$/.test(id)
        ? {value: {id, address}}
        : {fault: `malformed ${what} address: ${text}`};
    };
  const list = (
    key:
      | "consensus.tendermint.p2p.persistent_peer"
      | "consensus.tendermint.p2p.seed"
      | "consensus.tendermint.sentry.upstream_address",
    what: string,
  ) => checks.each(key, values[key], wanted, malformed(what));
  return {
    seeds: list("consensus.tendermint.p2p.seed", "seed"),
    persistent: list("consensus.tendermint.p2p.persistent_peer", "persistent peer"),
    unconditionalIds: values["consensus.tendermint.p2p.unconditional_peer_ids"].map((id) => id.toLowerCase()),
    sentryUpstreams: list("consensus.tendermint.sentry.upstream_address", "sentry upstream"),
    exchange: !values["consensus.tendermint.p2p.disable_peer_exchange"],
    maxInbound: values["consensus.tendermint.p2p.max_num_inbound_peers"],
    maxOutbound: values["consensus.tendermint.p2p.max_num_outbound_peers"],
    sendRate: values["consensus.tendermint.p2p.send_rate"],
    receiveRate: values["consensus.tendermint.p2p.recv_rate"],
    maxDialPeriod: values["consensus.tendermint.p2p.persistent_peers_max_dial_period"],
  };
}

function stateSync(checks: Checks): StateSyncConfig | null {
  const {values} = checks;
  if (!values["consensus.tendermint.state_sync.enabled"]) return null;
  const key = "consensus.tendermint.state_sync.consensus_node";
  const texts = values[key];
  const wanted = "a list of at least two TLSPUBKEY@ip:port";
  if (texts.length < 2) {
    checks.fail(
      key,
      `at least two consensus nodes must be provided (got ${texts.length})`,
      wanted,
      texts.join(","),
    );
  }
  return {
    nodes: checks.each(key, texts, wanted, (text) =>
      parseKeyedHost(text, {
        noKey: (found) =>
          `failed to parse consensus node address (${found}): node: TLS address missing PubKey@ part`,
        badKey: (found, reason) => `failed to parse consensus node address (${found}): ${reason}`,
        badAddress: (found, reason) => `failed to parse consensus node address (${found}): ${reason}`,
      }),
    ),
    trustPeriod: values["consensus.tendermint.state_sync.trust_period"],
    trustHeight: values["consensus.tendermint.state_sync.trust_height"],
    trustHash: values["consensus.tendermint.state_sync.trust_hash"],
  };
}
