import {join} from "node:path";
import type {FilePlace} from "@oasis-node/node/files";
import {equal, toBase64} from "@oasis-node/primitives/bytes";
import {TypedError} from "@oasis-node/primitives/errors";
import type {Signer, SignerFactory} from "@oasis-node/primitives/signature";
import {Entity} from "@oasis-node/state-transition/entity";
import {readJsonFile, writeJsonFile} from "../files/index.ts";

/** Descriptor in the directory of an entity (cli-config-grpc §2.2). */
export const entityFile = "entity.json";

/** The descriptor in an entity's directory is not that of the key there. */
export class EntityFilesError extends TypedError<"mismatch"> {}

export interface EntityWithSigner {
  readonly entity: Entity;
  readonly signer: Signer;
}

/** Writes the descriptor into the directory of its entity. Throws `FileError`. */
export async function saveEntity(directory: string, entity: Entity, place: FilePlace): Promise<void> {
  await writeJsonFile(join(directory, entityFile), Entity, entity, place);
}

/**
 * The entity of a directory, and its key. Throws what the factory throws, `FileError`, `JsonError` or
 * `EntityFilesError`.
 */
export async function loadEntity(
  directory: string,
  factory: SignerFactory,
  place: FilePlace,
): Promise<EntityWithSigner> {
  const signer = await factory.load("entity");
  try {
    const entity = await readJsonFile(join(directory, entityFile), Entity, place);
    if (equal(entity.id, signer.publicKey)) return {entity, signer};
    const keys = `signer: ${toBase64(signer.publicKey)}, entity: ${toBase64(entity.id)}`;
    throw new EntityFilesError("mismatch", `public key mismatch (${keys})`);
  } catch (error) {
    signer.reset();
    throw error;
  }
}
