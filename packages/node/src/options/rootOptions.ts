import {logLevels} from "./logLevels.ts";
import {debugGateKey, option} from "./option.ts";
import {bool, choice, text, uint64} from "./scalarTypes.ts";

/** Of the command line itself. */
export const commandOptions = {
  help: option(bool, false, "show what the command does and its flags", {shorthand: "h", flagOnly: true}),
};

export const versionOptions = {
  version: option(bool, false, "show the versions of software and protocols", {
    shorthand: "v",
    flagOnly: true,
  }),
};

/** Of every command. */
export const rootOptions = {
  config: option(text, "", "path of the configuration file (.yml, .yaml or .json)", {flagOnly: true}),
  datadir: option(text, "", "directory of the node's keys and state, mode 0700"),
  "log.file": option(
    text,
    "",
    "file to append the log to instead of writing it to stdout; relative to datadir",
  ),
  "log.format": option(
    choice(["logfmt", "JSON"], {
      flagName: "[logfmt,JSON]",
      anyCase: true,
      wrong: (found) => `logging: invalid log format: '${found}'`,
    }),
    "logfmt",
    "form of the lines of the log",
  ),
  "log.level": option(
    logLevels,
    {default: "WARN", modules: new Map()},
    "least important level that is logged; in a file also a mapping by module with a default",
  ),
  [debugGateKey]: option(bool, false, "let options count that are unsafe outside of tests", {hidden: true}),
  "debug.allow_test_keys": option(bool, false, "accept keys that everybody knows", {
    hidden: true,
    debugOnly: true,
  }),
  "debug.rlimit": option(uint64, 0n, "number of file descriptors to ask the system for", {
    hidden: true,
    debugOnly: true,
  }),
};

/** Of every command that talks to a node; on the node itself they have no effect. */
export const clientOptions = {
  // Read from the flag only, as in the reference (cli-config-grpc §1.1).
  address: option(text, "unix:internal.sock", "gRPC address of the node", {shorthand: "a", flagOnly: true}),
  wait: option(bool, false, "wait until the node can be reached"),
  "grpc.log.debug": option(bool, false, "log the bodies of gRPC calls", {hidden: true}),
};

export const genesisFileOptions = {
  "genesis.file": option(text, "genesis.json", "path of the genesis document", {shorthand: "g"}),
};

export const testEntityOptions = {
  "debug.test_entity": option(bool, false, "use the test entity, whose key everybody knows", {
    hidden: true,
    debugOnly: true,
  }),
};

/** Of every command that signs. */
export const signerOptions = {
  "signer.backend": option(text, "file", "where keys are kept: file, plugin, remote or composite", {
    shorthand: "s",
  }),
  "signer.composite.backends": option(text, "", "backend of each role, as role:backend,…"),
  "signer.plugin.name": option(text, "", "name of the signer plugin"),
  "signer.plugin.path": option(text, "", "path of the signer plugin"),
  "signer.plugin.config": option(text, "", "what the signer plugin is told at its start"),
  "signer.remote.address": option(text, "", "address of the remote signer"),
  "signer.remote.client.certificate": option(text, "", "path of the certificate shown to the remote signer"),
  "signer.remote.client.key": option(text, "", "path of the key of that certificate"),
  "signer.remote.server.certificate": option(text, "", "path of the certificate of the remote signer"),
};
