import {toMilliseconds} from "@oasis-node/primitives/clock";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {NodeAddress} from "@oasis-node/state-transition/node";
import {type KeyedHost, parseIpPort, parseKeyedHost, parsePublicKey} from "./addresses.ts";
import type {Checks} from "./checks.ts";
import {parseRuntimeId} from "./runtimeConfig.ts";

export interface WorkerConfig {
  readonly registration: {
    /** Path of the entity descriptor; `null` for a node that nobody owns. */
    readonly entity: string | null;
    readonly force: boolean;
    /** In epochs; 0 for never. */
    readonly rotateCerts: bigint;
  };
  /** The external gRPC endpoint. Without addresses those of the machine's interfaces are registered. */
  readonly client: {
    readonly port: number;
    /** Address of this machine to listen on; null for all of them. */
    readonly listenHost: string | null;
    readonly addresses: readonly NodeAddress[];
  };
  /** The network of ParaTime nodes; compute nodes take part in any case. */
  readonly p2p: {
    readonly enabled: boolean;
    readonly port: number;
    readonly addresses: readonly NodeAddress[];
  };
  readonly roles: {
    readonly compute: boolean;
    readonly storage: boolean;
    readonly storagePublicRpc: boolean;
    readonly consensusRpc: boolean;
    readonly keymanager: {readonly runtimeId: Namespace; readonly mayGenerate: boolean} | null;
  };
  /** Storage of ParaTimes. Durations in milliseconds. */
  readonly storage: {
    /** Differences fetched at once. */
    readonly fetchers: number;
    /** Bytes of memory for pages of each ParaTime. */
    readonly cacheSize: number;
    /** Between looks for checkpoints that are due; null makes none. */
    readonly checkpointInterval: number | null;
    /** Whether storage that is far behind may begin with a checkpoint. */
    readonly checkpointSync: boolean;
  };
  /** Execution of ParaTimes. */
  readonly executor: {
    readonly maxPoolSize: number;
    readonly recentCacheSize: number;
    readonly maxCheckBatch: number;
    /** Milliseconds that storage gets to keep the results of a batch. */
    readonly storageCommitTimeout: number;
  };
  /** Sentries that stand before this node. */
  readonly sentryAddresses: readonly KeyedHost[];
  /** What a sentry is; `null` for a node that is none. */
  readonly sentry: SentryConfig | null;
  readonly iasProxies: readonly KeyedHost[];
}

export interface SentryConfig {
  readonly controlPort: number;
  readonly authorized: readonly PublicKey[];
  readonly grpc: {readonly port: number; readonly addresses: readonly NodeAddress[]} | null;
}

const ipPorts = "a list of IP:port with literal IP addresses";
type AddressKey = "worker.client.addresses" | "worker.p2p.addresses" | "worker.sentry.grpc.client.address";

export function workerConfig(checks: Checks): WorkerConfig {
  const {values} = checks;
  const addresses = (key: AddressKey) => checks.each(key, values[key], ipPorts, parseIpPort);
  const entity = values["worker.registration.entity"];
  checks.oneOf(
    "worker.storage.backend",
    values["worker.storage.backend"],
    ["badger"],
    (found) => `storage: unsupported backend: '${found}'`,
  );
  return {
    registration: {
      entity: entity === "" ? null : entity,
      force: values["worker.registration.force_register"],
      rotateCerts: values["worker.registration.rotate_certs"],
    },
    client: {
      port: values["worker.client.port"],
      listenHost: values["worker.client.listen_host"] || null,
      addresses: addresses("worker.client.addresses"),
    },
    p2p: {
      enabled: values["worker.p2p.enabled"] || values["worker.compute.enabled"],
      port: values["worker.p2p.port"],
      addresses: addresses("worker.p2p.addresses"),
    },
    roles: {
      compute: values["worker.compute.enabled"],
      storage: values["worker.storage.enabled"],
      storagePublicRpc: values["worker.storage.public_rpc.enabled"],
      consensusRpc: values["worker.consensusrpc.enabled"],
      keymanager: keymanagerOf(checks),
    },
    storage: {
      fetchers: Math.max(1, values["worker.storage.fetcher_count"]),
      cacheSize: values["worker.storage.max_cache_size"],
      checkpointInterval: values["worker.storage.checkpointer.disabled"]
        ? null
        : toMilliseconds(values["worker.storage.checkpointer.check_interval"]),
      checkpointSync: !values["worker.storage.checkpoint_sync.disabled"],
    },
    executor: {
      maxPoolSize: values["worker.executor.schedule_max_tx_pool_size"],
      recentCacheSize: values["worker.executor.schedule_tx_cache_size"],
      maxCheckBatch: values["worker.executor.check_tx_max_batch_size"],
      storageCommitTimeout: toMilliseconds(values["worker.storage_commit_timeout"]),
    },
    sentryAddresses: sentryAddresses(checks),
    sentry: sentryOf(checks, addresses("worker.sentry.grpc.client.address")),
    iasProxies: iasProxies(checks),
  };
}

function keymanagerOf(checks: Checks): WorkerConfig["roles"]["keymanager"] {
  const {values} = checks;
  if (!values["worker.keymanager.enabled"]) return null;
  const key = "worker.keymanager.runtime.id";
  const id = parseRuntimeId(values[key]);
  if ("value" in id) return {runtimeId: id.value, mayGenerate: values["worker.keymanager.may_generate"]};
  const message = `worker/keymanager: failed to parse runtime ID: ${id.fault}`;
  checks.fail(key, message, "an ID of 64 hex digits", values[key]);
  return null;
}

function sentryAddresses(checks: Checks): readonly KeyedHost[] {
  const key = "worker.sentry.address";
  const bad = (found: string, reason: string): string => `worker: bad sentry address (${found}): ${reason}`;
  return checks.each(key, checks.values[key], "a list of PUBKEY@ip:port", (text) =>
    parseKeyedHost(text, {
      noKey: (found) => bad(found, "node: TLS address missing PubKey@ part"),
      badKey: (found, reason) => bad(found, `node: unable to parse TLS address' public key: ${reason}`),
      badAddress: (found, reason) => bad(found, `node: unable to parse TLS address' TCP address: ${reason}`),
    }),
  );
}

function sentryOf(checks: Checks, addresses: readonly NodeAddress[]): SentryConfig | null {
  const {values} = checks;
  const key = "worker.sentry.control.authorized_pubkey";
  const authorized = checks.each(key, values[key], "a list of public keys in base64", (text) => {
    const publicKey = parsePublicKey(text);
    return "value" in publicKey
      ? publicKey
      : {fault: `worker/sentry: bad public key (${text}): ${publicKey.fault}`};
  });
  if (!values["worker.sentry.enabled"]) return null;
  return {
    controlPort: values["worker.sentry.control.port"],
    authorized,
    grpc: values["worker.sentry.grpc.enabled"]
      ? {port: values["worker.sentry.grpc.client.port"], addresses}
      : null,
  };
}

function iasProxies(checks: Checks): readonly KeyedHost[] {
  const key = "ias.proxy.address";
  return checks.each(key, checks.values[key], "a list of PUBKEY@host:port", (text) =>
    parseKeyedHost(text, {
      noKey: (found) => `missing public key in address '${found}'`,
      badKey: (found, reason) => `malformed public key in address '${found}': ${reason}`,
      badAddress: (found, reason) => `malformed address '${found}': ${reason}`,
    }),
  );
}
