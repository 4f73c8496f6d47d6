import {command, group} from "../framework/index.ts";
import {
  initPolicyOptions,
  initStatusOptions,
  signPolicyOptions,
  updateOptions,
  verifyPolicyOptions,
} from "./options.ts";

/** `keymanager` and all its commands. */
export const keymanagerCommands = group({
  name: "keymanager",
  short: "make policies and statuses of key managers",
  commands: [
    command({
      name: "init_policy",
      short: "make a policy",
      options: initPolicyOptions,
      required: ["keymanager.policy.id", "keymanager.policy.serial"],
      load: async () => (await import("./initPolicy.ts")).initPolicy,
    }),
    command({
      name: "sign_policy",
      short: "sign a policy",
      options: signPolicyOptions,
      load: async () => (await import("./signPolicy.ts")).signPolicy,
    }),
    command({
      name: "verify_policy",
      short: "check a policy and its signatures",
      options: verifyPolicyOptions,
      load: async () => (await import("./verifyPolicy.ts")).verifyPolicy,
    }),
    command({
      name: "init_status",
      short: "make the status of a key manager, for a genesis document",
      options: initStatusOptions,
      required: ["keymanager.status.id"],
      load: async () => (await import("./initStatus.ts")).initStatus,
    }),
    command({
      name: "gen_update",
      short: "make a transaction that replaces the policy of a key manager",
      options: updateOptions,
      load: async () => (await import("./genUpdate.ts")).genUpdate,
    }),
  ],
});
