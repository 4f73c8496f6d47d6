import {strings} from "./listTypes.ts";
import {option} from "./option.ts";
import {bool, duration, float, int, size, text, uint, uint16, uint64} from "./scalarTypes.ts";

const minute = 60_000_000_000n;
const paratimeNetwork = {actsFrom: "the network of ParaTime nodes"};
const keyManagers = {actsFrom: "key managers"};
const faults = {actsFrom: "storage with faults", hidden: true, debugOnly: true};

export const registrationOptions = {
  "worker.registration.entity": option(text, "", "path of the entity that owns the node (entity.json)"),
  "worker.registration.force_register": option(bool, false, "forget a stored request to deregister"),
  "worker.registration.rotate_certs": option(
    uint64,
    0n,
    "epochs after which TLS keys are exchanged, 0 for never",
  ),
  "worker.registration.debug.private_key": option(text, "", "kept for existing files, has no effect", {
    hidden: true,
  }),
  "worker.client.port": option(uint16, 9100, "port of the external gRPC endpoint"),
  "worker.client.listen_host": option(
    text,
    "",
    "address of this machine that endpoint listens on, all of them when empty",
    {ours: true},
  ),
  "worker.client.addresses": option(strings, [], "addresses of that endpoint to register, IP:port"),
  "worker.p2p.enabled": option(bool, false, "take part in the network of ParaTime nodes"),
  "worker.p2p.port": option(uint16, 9200, "port for ParaTime nodes", paratimeNetwork),
  "worker.p2p.addresses": option(strings, [], "addresses for ParaTime nodes to register, IP:port"),
  "worker.p2p.peer_outbound_queue_size": option(int, 32, "messages that wait for a peer", paratimeNetwork),
  "worker.p2p.validate_queue_size": option(int, 32, "messages that wait to be checked", paratimeNetwork),
  "worker.p2p.validate_concurrency": option(
    int,
    1024,
    "messages of a topic checked at once",
    paratimeNetwork,
  ),
  "worker.p2p.validate_throttle": option(int, 8192, "messages checked at once", paratimeNetwork),
  "worker.p2p.connectedness_low_water": option(
    float,
    0.2,
    "share of a committee to be connected to",
    paratimeNetwork,
  ),
  "worker.consensusrpc.enabled": option(
    bool,
    false,
    "offer blocks and state to light clients, with that role",
  ),
};

export const roleOptions = {
  "worker.compute.enabled": option(bool, false, "ask for the compute role for every ParaTime"),
  "worker.executor.schedule_max_tx_pool_size": option(uint, 50_000, "transactions that wait for a batch"),
  "worker.executor.schedule_tx_cache_size": option(uint, 100_000, "transactions remembered as seen"),
  "worker.executor.check_tx_max_batch_size": option(uint, 1000, "transactions checked at once"),
  "worker.keymanager.enabled": option(bool, false, "ask for the key manager role", keyManagers),
  "worker.keymanager.runtime.id": option(text, "", "ID of the key manager ParaTime", keyManagers),
  "worker.keymanager.may_generate": option(
    bool,
    false,
    "let this node make a new master secret",
    keyManagers,
  ),
  "worker.storage.enabled": option(bool, false, "ask for the storage role for every ParaTime"),
  "worker.storage.backend": option(text, "badger", "kept for existing files; the store is always the same"),
  "worker.storage.fetcher_count": option(uint, 4, "differences fetched at once"),
  "worker.storage.max_cache_size": option(size, 64 * 2 ** 20, "memory for cached state"),
  "worker.storage.root_cache.apply_lock_lru_slots": option(
    int,
    1000,
    "kept for existing files; states are written in turn here",
  ),
  "worker.storage.public_rpc.enabled": option(bool, false, "let everybody read state, with that role"),
  "worker.storage.checkpointer.disabled": option(bool, false, "make no checkpoints of ParaTime state"),
  "worker.storage.checkpointer.check_interval": option(
    duration,
    minute,
    "time between looks whether a checkpoint is due",
  ),
  "worker.storage.checkpoint_sync.disabled": option(bool, false, "do not start from others' checkpoints"),
  "worker.storage_commit_timeout": option(duration, 10_000_000_000n, "most time to store a batch"),
  "worker.storage.crash.enabled": option(bool, false, "crash in the store now and then", faults),
  "worker.storage.debug.insecure_skip_checks": option(
    bool,
    false,
    "do not check that roots are known",
    faults,
  ),
  "worker.debug.storage.ignore_apply": option(bool, false, "store nothing", faults),
};

const sentries = {actsFrom: "sentries"};

export const sentryOptions = {
  "worker.sentry.address": option(strings, [], "sentries to use, PUBKEY@ip:port", sentries),
  "worker.sentry.enabled": option(bool, false, "be a sentry", sentries),
  "worker.sentry.control.port": option(uint16, 9009, "port for the nodes shielded", sentries),
  "worker.sentry.control.authorized_pubkey": option(
    strings,
    [],
    "keys of the nodes shielded, base64",
    sentries,
  ),
  "worker.sentry.grpc.enabled": option(bool, false, "forward gRPC to the node shielded", sentries),
  "worker.sentry.grpc.client.port": option(uint16, 9100, "port of the gRPC that is forwarded", sentries),
  "worker.sentry.grpc.client.address": option(strings, [], "addresses of it to register, IP:port", sentries),
  "worker.sentry.grpc.upstream.address": option(text, "", "where it is forwarded to, IP:port", sentries),
  "worker.sentry.grpc.upstream.id": option(text, "", "ID of the node it is forwarded to, base64", sentries),
};
