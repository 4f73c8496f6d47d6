import {parseJsonFile, readFileAt} from "@oasis-node/node/files";
import {documentChecks, type LoadedGenesis} from "@oasis-node/node/genesis";
import {fromJson} from "@oasis-node/primitives/cbor";
import {
  checkRuntimeGenesis,
  Runtime,
  registryMethods,
  validateRuntime,
} from "@oasis-node/state-transition/registry";
import {type CommandContext, type CommandRun, failuresOf, orFail} from "../framework/index.ts";
import {gatesOf, generateTransaction} from "../signing/index.ts";
import type {runtimeRegisterOptions} from "./options.ts";

const failed = failuresOf("cmd/registry/runtime");

/** `registry runtime gen_register`. */
export const genRegisterRuntime: CommandRun<typeof runtimeRegisterOptions> = async (context) => {
  await generateTransaction(context, registryMethods["registry.RegisterRuntime"], async (genesis) => ({
    body: await descriptor(context, genesis),
  }));
};

async function descriptor(
  {options, environment, common}: CommandContext<typeof runtimeRegisterOptions>,
  {chainContext}: LoadedGenesis,
): Promise<Runtime> {
  const bytes = await orFail(
    () => readFileAt(options["runtime.descriptor"], environment),
    (err) => failed("failed to read runtime descriptor", {err}),
  );
  const runtime = await orFail(
    () => fromJson(Runtime, parseJsonFile(bytes)),
    (err) => failed("can't parse runtime descriptor", {err}),
  );
  const {verifier, debugAllowed} = documentChecks(gatesOf(common));
  await orFail(
    () => validateRuntime(runtime, {anyCheckpoints: debugAllowed}),
    (err) => failed("runtime descriptor is not valid", {err}),
  );
  await orFail(
    () => checkRuntimeGenesis(runtime.genesis, verifier, chainContext),
    (err) => failed("runtime descriptor genesis sanity check failure", {err}),
  );
  return runtime;
}
