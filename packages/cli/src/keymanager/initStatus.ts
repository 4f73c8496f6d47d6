import {fromHex, toHex} from "@oasis-node/primitives/bytes";
import {hashSize} from "@oasis-node/primitives/hash";
import {KeymanagerStatus, type SignedPolicySgx} from "@oasis-node/state-transition/keymanager";
import {writeJsonFile} from "../files/index.ts";
import {type CommandContext, type CommandRun, orFail} from "../framework/index.ts";
import {KeymanagerCommandError, keymanagerFailure} from "./failure.ts";
import type {initStatusOptions} from "./options.ts";
import {readPolicy, readSignatures} from "./policyFiles.ts";
import {runtimeId} from "./runtimeId.ts";

type Context = CommandContext<typeof initStatusOptions>;

/** `keymanager init_status`. */
export const initStatus: CommandRun<typeof initStatusOptions> = async (context) => {
  const {options, environment, logger} = context;
  const status = await orFail(
    () => makeStatus(context),
    (err) => keymanagerFailure("failed to generate status", {err}),
  );
  const file = options["keymanager.status.file"];
  await orFail(
    () => writeJsonFile(file, KeymanagerStatus, status, environment),
    (err) => keymanagerFailure("failed to write key manager status json file", {err, CfgStatusFile: file}),
  );
  logger.module("cmd/keymanager").info("generated key manager status file", {"Status.ID": toHex(status.id)});
};

async function makeStatus(context: Context): Promise<KeymanagerStatus> {
  const {options} = context;
  const id = runtimeId(options["keymanager.status.id"]);
  const policy = await signedPolicy(context);
  const checksum = options["keymanager.status.checksum"];
  const isInitialized = options["keymanager.status.initialized"];
  if (checksum !== "" && !isInitialized)
    throw statusError("keymanager.status.checksum provided, but keymanager.status.initialized is false");
  if (checksum === "" && isInitialized)
    throw statusError(
      "keymanager.status.initialized is true, but keymanager.status.checksum is not provided",
    );
  return {
    id,
    isInitialized,
    isSecure: options["keymanager.status.secure"],
    checksum: checksumBytes(checksum),
    nodes: null,
    policy,
  };
}

async function signedPolicy({options, environment}: Context): Promise<SignedPolicySgx | null> {
  const file = options["keymanager.policy.file"];
  if (file === "") return null;
  const {policy} = await readPolicy(file, environment);
  const signatures = await readSignatures(options["keymanager.policy.signature.file"], environment);
  return {policy, signatures: signatures.length === 0 ? null : signatures};
}

function checksumBytes(text: string): Uint8Array {
  const bytes = fromHex(text);
  if (bytes === null) throw statusError(`checksum ${text} is not hexadecimal`);
  if (text !== "" && bytes.length !== hashSize)
    throw statusError(`checksum ${text} is not ${hashSize} bytes long`);
  return bytes;
}

function statusError(message: string): KeymanagerCommandError {
  return new KeymanagerCommandError("status", message);
}
