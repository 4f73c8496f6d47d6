import {dirname, resolve} from "node:path";
import {writeFileAt} from "@oasis-node/node/files";
import {
  prepareContext,
  type Signature,
  type Signer,
  sign,
  signatureToPem,
  signingContexts,
  testKeyNames,
} from "@oasis-node/primitives/signature";
import {loadSignerFile, testSigner} from "@oasis-node/primitives/signers";
import {type CommandContext, type CommandRun, orFail} from "../framework/index.ts";
import {explainSignerError} from "../signing/index.ts";
import {KeymanagerCommandError, keymanagerFailure} from "./failure.ts";
import type {signPolicyOptions} from "./options.ts";
import {readPolicy} from "./policyFiles.ts";

type Context = CommandContext<typeof signPolicyOptions>;

const testKeys = [
  testKeyNames.keyManagerMultisig0,
  testKeyNames.keyManagerMultisig1,
  testKeyNames.keyManagerMultisig2,
];

/** `keymanager sign_policy`: the signature goes to the first of the signature files. */
export const signPolicy: CommandRun<typeof signPolicyOptions> = async (context) => {
  const {options, environment} = context;
  const signature = await orFail(
    () => policySignature(context),
    (err) => keymanagerFailure("failed to sign policy", {err}),
  );
  const [file = ""] = options["keymanager.policy.signature.file"];
  await orFail(
    () => writeFileAt(file, signatureToPem(signature), environment),
    (err) => keymanagerFailure("failed to write policy file signature", {err, CfgPolicySigFile: file}),
  );
};

async function policySignature(context: Context): Promise<Signature> {
  const {options, environment} = context;
  const signer = await policySigner(context);
  try {
    const {bytes} = await readPolicy(options["keymanager.policy.file"], environment);
    return await sign(signer, prepareContext(signingContexts.keyManagerPolicy), bytes);
  } finally {
    signer.reset();
  }
}

async function policySigner({options, environment}: Context): Promise<Signer> {
  const file = options["keymanager.policy.key.file"];
  const testKey = options["keymanager.policy.testkey"];
  if (file !== "") {
    try {
      return await loadSignerFile(resolve(environment.cwd, file));
    } catch (error) {
      throw explainSignerError(error, dirname(file));
    }
  }
  if (testKey === 0) throw new KeymanagerCommandError("key", "no private key file or test key provided");
  const name = testKeys[testKey - 1];
  if (name === undefined) throw new KeymanagerCommandError("key", "test key index invalid");
  return testSigner(name);
}
