import {documentChecks} from "@oasis-node/node/genesis";
import {prepareContext, signingContexts} from "@oasis-node/primitives/signature";
import {PolicySgx} from "@oasis-node/state-transition/keymanager";
import {prettyJson} from "../files/index.ts";
import {type CommandContext, type CommandRun, orFail} from "../framework/index.ts";
import {gatesOf} from "../signing/index.ts";
import {KeymanagerCommandError, keymanagerFailure} from "./failure.ts";
import type {verifyPolicyOptions} from "./options.ts";
import {readPolicy, readSignature} from "./policyFiles.ts";

/** `keymanager verify_policy`: the exit code is the answer. */
export const verifyPolicy: CommandRun<typeof verifyPolicyOptions> = async (context) => {
  await orFail(
    () => verify(context),
    (err) => keymanagerFailure("failed to verify policy", {err}),
  );
};

async function verify({
  options,
  common,
  environment,
}: CommandContext<typeof verifyPolicyOptions>): Promise<void> {
  const {policy, bytes} = await readPolicy(options["keymanager.policy.file"], environment);
  if (options.verbose) environment.stdout.write(`${prettyJson(PolicySgx, policy)}\n`);
  if (options["keymanager.policy.ignore.signature"]) return;
  const {verifier} = documentChecks(gatesOf(common));
  const context = prepareContext(signingContexts.keyManagerPolicy);
  for (const path of options["keymanager.policy.signature.file"]) {
    const signature = await readSignature(path, environment);
    if (!verifier.verifyUnder(context, bytes, signature))
      throw new KeymanagerCommandError("signature", "signature is not valid for given policy");
  }
}
