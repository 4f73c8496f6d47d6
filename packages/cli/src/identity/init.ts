import {toBase64} from "@oasis-node/primitives/bytes";
import {stringifyJson} from "@oasis-node/primitives/json";
import {type CommandRun, orFail} from "../framework/index.ts";
import {identityFailure, openIdentity, requiredDirectory} from "./openIdentity.ts";
import type {identityInitOptions} from "./options.ts";

/** `identity init`: what is there stays as it is. */
export const identityInit: CommandRun<typeof identityInitOptions> = async (context) => {
  const directory = requiredDirectory(context);
  const identity = await orFail(
    () => openIdentity(context, true),
    (err) => identityFailure("failed to load or generate node identity", {err}),
  );
  const {options, environment} = context;
  if (!options.json) {
    environment.stdout.write(`Generated identity files in: ${directory}\n`);
    return;
  }
  const facts = {
    directory,
    node: toBase64(identity.nodeSigner.publicKey),
    p2p: toBase64(identity.p2pSigner.publicKey),
    consensus: toBase64(identity.consensusSigner.publicKey),
    tls: toBase64(identity.tlsKeys().current.publicKey),
  };
  environment.stdout.write(`${stringifyJson(facts, "  ")}\n`);
};
