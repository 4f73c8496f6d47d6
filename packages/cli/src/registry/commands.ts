import {bool, option, signerOptions, strings, text, uint64} from "@oasis-node/node/options";
import {
  command,
  entitySignerOptions,
  forceOptions,
  testEntityOptions,
  transactionOptions,
} from "../framework/index.ts";

export const entityInitOptions = {
  ...entitySignerOptions,
  ...testEntityOptions,
  ...forceOptions,
  "entity.reuse_signer": option(bool, false, "use the key that is there instead of making one"),
};
export const entityUpdateOptions = {
  ...entitySignerOptions,
  ...testEntityOptions,
  "entity.node.id": option(strings, [], "IDs of nodes that belong to the entity, in base64"),
  "entity.node.descriptor": option(strings, [], "paths of descriptors of such nodes (node_genesis.json)"),
};
export const nodeInitOptions = {
  ...signerOptions,
  ...testEntityOptions,
  "signer.dir": entitySignerOptions["signer.dir"],
  "node.entity_id": option(text, "", "ID of the entity that the node belongs to, in base64"),
  "node.expiration": option(uint64, 0n, "epoch after which the registration ends"),
  "node.tls_address": option(strings, [], "addresses for TLS, as [KEY@]ip:port with the key in base64"),
  "node.p2p_address": option(strings, [], "addresses in the network of the ParaTimes, as ip:port"),
  "node.consensus_address": option(strings, [], "addresses in the consensus network, as [ID@]ip:port"),
  "node.role": option(strings, [], "roles: compute-worker, storage-worker, key-manager, validator"),
  "node.is_self_signed": option(bool, true, "kept for existing scripts; nodes always sign for themselves"),
  "node.runtime.id": option(strings, [], "IDs of the ParaTimes that the node runs, in hexadecimal"),
};
export const runtimeRegisterOptions = {
  ...transactionOptions,
  "runtime.descriptor": option(text, "", "path of the descriptor of the ParaTime"),
};

/** Commands of `registry entity` that work without a node. */
export const offlineEntityCommands = [
  command({
    name: "init",
    short: "make an entity: its key, its descriptor and its registration for a genesis document",
    options: entityInitOptions,
    load: async () => (await import("./entityInit.ts")).entityInit,
  }),
  command({
    name: "update",
    short: "say which nodes belong to an entity",
    options: entityUpdateOptions,
    load: async () => (await import("./entityUpdate.ts")).entityUpdate,
  }),
  command({
    name: "gen_register",
    short: "make a transaction that registers an entity",
    options: transactionOptions,
    load: async () => (await import("./genRegisterEntity.ts")).genRegisterEntity,
  }),
  command({
    name: "gen_deregister",
    short: "make a transaction that deregisters an entity",
    options: transactionOptions,
    load: async () => (await import("./genDeregisterEntity.ts")).genDeregisterEntity,
  }),
];

/** Commands of `registry node` that work without a node. */
export const offlineNodeCommands = [
  command({
    name: "init",
    short: "make a node's identity and its registration for a genesis document",
    options: nodeInitOptions,
    load: async () => (await import("./nodeInit.ts")).nodeInit,
  }),
];

/** Commands of `registry runtime` that work without a node. */
export const offlineRuntimeCommands = [
  command({
    name: "gen_register",
    short: "make a transaction that registers a ParaTime",
    options: runtimeRegisterOptions,
    load: async () => (await import("./genRegisterRuntime.ts")).genRegisterRuntime,
  }),
];
