import {writeFileAt} from "@oasis-node/node/files";
import {toHex} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {PolicySgx} from "@oasis-node/state-transition/keymanager";
import {type CommandRun, orFail} from "../framework/index.ts";
import {enclavePolicies} from "./enclavePolicies.ts";
import {keymanagerFailure} from "./failure.ts";
import type {initPolicyOptions} from "./options.ts";
import {runtimeId} from "./runtimeId.ts";

/** `keymanager init_policy`. */
export const initPolicy: CommandRun<typeof initPolicyOptions> = async ({
  options,
  args,
  environment,
  logger,
}) => {
  const id = options["keymanager.policy.id"];
  const policy: PolicySgx = {
    serial: options["keymanager.policy.serial"],
    id: await orFail(
      () => runtimeId(id),
      (err) => keymanagerFailure("failed to parse key manager runtime ID", {err, CfgPolicyID: id}),
    ),
    enclaves: await orFail(
      () => enclavePolicies(args),
      (err) => keymanagerFailure("failed to parse key manager enclave ID", {err}),
    ),
  };
  const file = options["keymanager.policy.file"];
  await orFail(
    () => writeFileAt(file, encode(PolicySgx, policy), environment),
    (err) => keymanagerFailure("failed to write key manager policy cbor file", {err, CfgPolicyFile: file}),
  );
  logger
    .module("cmd/keymanager")
    .info("generated key manager policy file", {"PolicySGX.ID": toHex(policy.id)});
};
