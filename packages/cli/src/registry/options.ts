import {bool, clientOptions, option, signerOptions, strings, text, uint64} from "@oasis-node/node/options";
import {
  entitySignerOptions,
  forceOptions,
  jsonOptions,
  testEntityOptions,
  transactionOptions,
  verboseOptions,
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
export const listOptions = {...clientOptions, ...verboseOptions, ...jsonOptions};
export const runtimeListOptions = {
  ...listOptions,
  include_suspended: option(bool, false, "also those that are suspended"),
};
export const isRegisteredOptions = {...clientOptions, ...jsonOptions};
