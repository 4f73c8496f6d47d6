import {configTrees} from "./configTree.ts";
import {stringMap, strings} from "./listTypes.ts";
import {option} from "./option.ts";
import {bool, duration, int, text, uint64} from "./scalarTypes.ts";

const enclaves = {actsFrom: "enclaves"};

/** Of nodes, and of the commands that look into a node's stores. */
export const runtimeHostOptions = {
  "runtime.supported": option(strings, [], "IDs of the ParaTimes to follow"),
  "runtime.paths": option(stringMap, new Map(), "binary of each ParaTime to run"),
  "runtime.provisioner": option(text, "sandboxed", "how ParaTimes are run"),
  "runtime.sandbox.binary": option(text, "/usr/bin/bwrap", "path of bubblewrap"),
  "runtime.sgx.loader": option(text, "", "path of the SGX loader", enclaves),
  "runtime.sgx.signatures": option(stringMap, new Map(), "SGX signature of each ParaTime", enclaves),
  "runtime.config": option(configTrees, new Map(), "what is handed to each ParaTime", {fileOnly: true}),
  "runtime.history.pruner.strategy": option(
    text,
    "none",
    "which rounds are kept: none drops nothing, keep_last all but recent ones",
  ),
  "runtime.history.pruner.interval": option(duration, 120_000_000_000n, "time from one pruning to the next"),
  "runtime.history.pruner.num_kept": option(uint64, 600n, "rounds that keep_last keeps"),
};

export const runtimeClientOptions = {
  "runtime.client.max_transaction_age": option(
    int,
    1500,
    "consensus blocks after which a ParaTime transaction is given up",
  ),
};

export const iasOptions = {
  "ias.proxy.address": option(strings, [], "IAS proxies, PUBKEY@host:port", {
    actsFrom: "attestation of enclaves",
  }),
  "ias.debug.skip_verify": option(bool, false, "do not check signatures of attestation reports", {
    hidden: true,
    debugOnly: true,
  }),
  "ias.debug.allow_debug_enclaves": option(bool, false, "accept enclaves made for debugging", {
    hidden: true,
    debugOnly: true,
  }),
};

/** Bound to environment variables for the IAS proxy (cli-config-grpc §1.1). */
export const iasSecretOptions = {
  "ias.auth.api_key": option(text, "", "API key of the IAS subscription", {env: "OASIS_IAS_APIKEY"}),
  "ias.spid": option(text, "", "SPID of the IAS subscription", {env: "OASIS_IAS_SPID"}),
};
