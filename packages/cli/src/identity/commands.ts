import {command, group, jsonOptions} from "../framework/index.ts";
import {addressOptions, identityInitOptions} from "./options.ts";

/** `identity` and all its commands. */
export const identityCommands = group({
  name: "identity",
  short: "make and show the keys of a node",
  commands: [
    command({
      name: "init",
      short: "make the keys of a node, with a TLS key that is never rotated",
      options: identityInitOptions,
      load: async () => (await import("./init.ts")).identityInit,
    }),
    command({
      name: "show-tls-pubkey",
      short: "show the public key of the node's TLS certificate",
      options: jsonOptions,
      load: async () => (await import("./showPublicKey.ts")).showTlsPublicKey,
    }),
    command({
      name: "show-sentry-client-pubkey",
      short: "show the public key with which the node talks to sentries",
      options: jsonOptions,
      load: async () => (await import("./showPublicKey.ts")).showSentryClientPublicKey,
    }),
    group({
      name: "tendermint",
      short: "show how Tendermint names the node",
      commands: [
        command({
          name: "show-node-address",
          short: "show the node's address in the consensus network",
          options: addressOptions,
          load: async () => (await import("./showAddress.ts")).showNodeAddress,
        }),
        command({
          name: "show-consensus-address",
          short: "show the address with which the node votes as a validator",
          options: addressOptions,
          load: async () => (await import("./showAddress.ts")).showConsensusAddress,
        }),
      ],
    }),
  ],
});
