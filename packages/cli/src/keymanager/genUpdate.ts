import {readFileAt} from "@oasis-node/node/files";
import {documentChecks} from "@oasis-node/node/genesis";
import {decode} from "@oasis-node/primitives/cbor";
import type {Signature} from "@oasis-node/primitives/signature";
import {
  checkPolicySignatures,
  keymanagerMethods,
  PolicySgx,
  type SignedPolicySgx,
} from "@oasis-node/state-transition/keymanager";
import {type CommandContext, type CommandRun, orFail} from "../framework/index.ts";
import {gatesOf, generateTransaction} from "../signing/index.ts";
import {keymanagerFailure} from "./failure.ts";
import type {updateOptions} from "./options.ts";
import {readSignature} from "./policyFiles.ts";

type Context = CommandContext<typeof updateOptions>;

/** `keymanager gen_update`. */
export const genUpdate: CommandRun<typeof updateOptions> = async (context) => {
  await generateTransaction(context, keymanagerMethods["keymanager.UpdatePolicy"], async () => ({
    body: await signedPolicy(context),
  }));
};

async function signedPolicy(context: Context): Promise<SignedPolicySgx> {
  const {options, common, environment} = context;
  const bytes = await orFail(
    () => readFileAt(options["keymanager.policy.file"], environment),
    (err) => keymanagerFailure("failed to read policy file", {err}),
  );
  const policy = await orFail(
    () => decode(PolicySgx, bytes),
    (err) => keymanagerFailure("failed to unmarshal policy file", {err}),
  );
  const signatures = await signaturesOf(context);
  const signed = {policy, signatures: signatures.length === 0 ? null : signatures};
  const {verifier} = documentChecks(gatesOf(common));
  await orFail(
    () => checkPolicySignatures(verifier, signed),
    (err) => keymanagerFailure("failed to validate SignedPolicySGX", {err}),
  );
  return signed;
}

async function signaturesOf({options, environment}: Context): Promise<Signature[]> {
  const signatures: Signature[] = [];
  for (const path of options["keymanager.policy.signature.file"]) {
    const signature = await orFail(
      () => readSignature(path, environment),
      (err) => keymanagerFailure("failed to read signature file", {err, sig_file: path}),
    );
    signatures.push(signature);
  }
  return signatures;
}
