import type {FileIdentity} from "@oasis-node/node/identity";
import {toBase64} from "@oasis-node/primitives/bytes";
import {stringifyJson} from "@oasis-node/primitives/json";
import {
  type CommandContext,
  type CommandRun,
  earlyFailure,
  type jsonOptions,
  orFail,
} from "../framework/index.ts";
import {openIdentity} from "./openIdentity.ts";

/** `identity show-tls-pubkey`. */
export const showTlsPublicKey: CommandRun<typeof jsonOptions> = (context) =>
  show(context, (identity) => identity.tlsCredentials().privateKey.publicKey);

/** `identity show-sentry-client-pubkey`. */
export const showSentryClientPublicKey: CommandRun<typeof jsonOptions> = (context) =>
  show(context, (identity) => identity.sentryClient.privateKey.publicKey);

async function show(
  context: CommandContext<typeof jsonOptions>,
  keyOf: (identity: FileIdentity) => Uint8Array,
): Promise<void> {
  const identity = await orFail(
    () => openIdentity(context, false),
    (err) => earlyFailure(err.message),
  );
  const key = toBase64(keyOf(identity));
  const {stdout} = context.environment;
  stdout.write(context.options.json ? `${stringifyJson({public_key: key})}\n` : `${key}\n`);
}
