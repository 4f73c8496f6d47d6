import {join} from "node:path";
import {prepareContext, type Signer, signingContexts} from "@oasis-node/primitives/signature";
import {type Entity, SignedEntity} from "@oasis-node/state-transition/entity";
import {writeJsonFile} from "../files/index.ts";
import {type Environment, failuresOf, orFail} from "../framework/index.ts";

/** Registration of an entity for a genesis document, in the entity's directory (cli-config-grpc §2.2). */
const entityGenesisFile = "entity_genesis.json";

/** Failures of the entity commands. */
export const entityFailure = failuresOf("cmd/registry/entity");

/** The domain of entity descriptors, in genesis documents and transactions alike. */
export const entityDomain = prepareContext(signingContexts.registerEntity);

/** Signs the descriptor and writes it into the entity's directory. */
export async function writeEntityGenesis(
  directory: string,
  entity: Entity,
  signer: Signer,
  environment: Environment,
): Promise<void> {
  const signed = await orFail(
    () => SignedEntity.sign(signer, entityDomain, entity),
    (err) => entityFailure("failed to sign entity for genesis registration", {err}),
  );
  await orFail(
    () => writeJsonFile(join(directory, entityGenesisFile), SignedEntity.envelope, signed, environment),
    (err) => entityFailure("failed to write signed entity genesis registration", {err}),
  );
}
