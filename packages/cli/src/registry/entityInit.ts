import {toBase64} from "@oasis-node/primitives/bytes";
import {TypedError} from "@oasis-node/primitives/errors";
import type {SignerFactory} from "@oasis-node/primitives/signature";
import {entityVersions} from "@oasis-node/state-transition/entity";
import {type CommandContext, type CommandRun, orFail} from "../framework/index.ts";
import {
  type EntityWithSigner,
  entityDirectory,
  loadEntity,
  SignerProblem,
  saveEntity,
  signerFactory,
  testEntity,
} from "../signing/index.ts";
import {entityFailure, writeEntityGenesis} from "./entityGenesis.ts";
import type {entityInitOptions} from "./options.ts";

type Context = CommandContext<typeof entityInitOptions>;

/** `registry entity init`: writes a key, a descriptor and a registration for genesis (cli-config-grpc §2.2). */
export const entityInit: CommandRun<typeof entityInitOptions> = async (context) => {
  const {options, environment} = context;
  const directory = entityDirectory(options, environment.cwd);
  await refuseExisting(context, directory);
  const {entity, signer} = await orFail(
    () => makeEntity(context, directory),
    (err) => entityFailure("failed to generate entity", {err}),
  );
  try {
    await writeEntityGenesis(directory, entity, signer, environment);
  } finally {
    signer.reset();
  }
  context.logger.module("cmd/registry/entity").info("generated entity", {entity: toBase64(entity.id)});
};

/** Not before other signers than the file signer: they may be in use by one at a time only. */
async function refuseExisting(context: Context, directory: string): Promise<void> {
  const {options, logger} = context;
  if (options["signer.backend"] !== "file" || !(await isThere(context, directory))) return;
  if (!options.force) throw entityFailure("existing entity exists, specify --force to overwrite");
  logger.module("cmd/registry/entity").warn("overwriting existing entity");
}

/** Anything but a whole entity counts as none. */
async function isThere(context: Context, directory: string): Promise<boolean> {
  if (context.options["debug.test_entity"]) return true;
  try {
    const {signer} = await loadEntity(directory, factoryOf(context, directory), context.environment);
    signer.reset();
    return true;
  } catch (error) {
    if (!(error instanceof TypedError)) throw error;
    return false;
  }
}

/** With `--force` a file signer still refuses to overwrite its key: a kept oddity, and a good one. */
async function makeEntity(context: Context, directory: string): Promise<EntityWithSigner> {
  const {options, environment} = context;
  if (options["debug.test_entity"]) return testEntity();
  const factory = factoryOf(context, directory);
  const signer = options["entity.reuse_signer"]
    ? await existingSigner(factory)
    : await factory.generate("entity", environment.entropy);
  const entity = {v: entityVersions.latest, id: signer.publicKey, nodes: null};
  await saveEntity(directory, entity, environment);
  return {entity, signer};
}

async function existingSigner(factory: SignerFactory) {
  try {
    return await factory.load("entity");
  } catch (cause) {
    if (!(cause instanceof TypedError)) throw cause;
    const message = `loadOrGenerateEntity: failed to load existing signer: ${cause.message}`;
    throw new SignerProblem("access", message, {cause});
  }
}

function factoryOf({options, environment}: Context, directory: string): SignerFactory {
  try {
    return signerFactory(options, {directory, cwd: environment.cwd}, ["entity"]);
  } catch (cause) {
    if (!(cause instanceof TypedError)) throw cause;
    const message = `loadOrGenerateEntity: failed to create signer factory: ${cause.message}`;
    throw new SignerProblem("backend", message, {cause});
  }
}
