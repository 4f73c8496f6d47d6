import type {OptionValues} from "@oasis-node/node/options";
import {testKeyNames} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {entityVersions} from "@oasis-node/state-transition/entity";
import type {CommandContext, entitySignerOptions, testEntityOptions} from "../framework/index.ts";
import {type EntityWithSigner, loadEntity} from "./entityFiles.ts";
import {signerFactory} from "./signerFactory.ts";
import {SignerProblem} from "./signerProblem.ts";

export type EntityOptions = typeof entitySignerOptions & typeof testEntityOptions;

/** The entity of the options and its key. Throws typed errors with the reference's texts. */
export async function entitySigner(context: CommandContext<EntityOptions>): Promise<EntityWithSigner> {
  const {options, environment} = context;
  if (options["debug.test_entity"]) return testEntity();
  const directory = entityDirectory(options, environment.cwd);
  const place = {directory, cwd: environment.cwd};
  return loadEntity(directory, createdFactory(options, place), place);
}

/** The entity that everybody has the key of. */
export function testEntity(): EntityWithSigner {
  const signer = testSigner(testKeyNames.entity);
  return {entity: {v: entityVersions.latest, id: signer.publicKey, nodes: null}, signer};
}

/** The directory of an entity's files: as given, or the working directory. */
export function entityDirectory(options: OptionValues<typeof entitySignerOptions>, cwd: string): string {
  return options["signer.dir"] === "" ? cwd : options["signer.dir"];
}

function createdFactory(
  ...[options, place]: [OptionValues<EntityOptions>, {directory: string; cwd: string}]
) {
  try {
    return signerFactory(options, place, ["entity"]);
  } catch (cause) {
    if (!(cause instanceof SignerProblem)) throw cause;
    const message = `failed to create signer factory for ${options["signer.backend"]}: ${cause.message}`;
    throw new SignerProblem(cause.code, message, {cause});
  }
}
