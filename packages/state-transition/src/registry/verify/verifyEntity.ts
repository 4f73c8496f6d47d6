import {BytesMap, equal} from "@oasis-node/primitives/bytes";
import {
  type PublicKey,
  prepareContext,
  type SignatureVerifier,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {type Entity, EntityError, SignedEntity, validateEntity} from "../../entity/index.ts";
import {registryErrors} from "../errors.ts";

const context = prepareContext(signingContexts.registerEntity);

/** The descriptor that an entity registers with (consensus-core §5.4). Takes older versions unless `strict`. Throws errors of the registry. */
export function verifyEntity(
  verifier: SignatureVerifier,
  signed: SignedEntity,
  {strict}: {readonly strict: boolean},
): Entity {
  const entity = open(verifier, signed);
  if (!equal(signed.signature.publicKey, entity.id)) throw registryErrors.invalidArgument();
  checkVersion(entity, strict);
  const seen = new BytesMap<PublicKey, true>();
  for (const node of entity.nodes ?? []) {
    if (!verifier.isUsable(node)) throw registryErrors.invalidArgument({context: "malformed node id"});
    if (seen.has(node)) throw registryErrors.invalidArgument({context: "duplicate nodes"});
    seen.set(node, true);
  }
  return entity;
}

function open(verifier: SignatureVerifier, signed: SignedEntity): Entity {
  try {
    return SignedEntity.open(verifier, context, signed);
  } catch (cause) {
    throw registryErrors.invalidSignature({cause});
  }
}

function checkVersion(entity: Entity, strict: boolean): void {
  try {
    validateEntity(entity, strict);
  } catch (cause) {
    if (!(cause instanceof EntityError)) throw cause;
    throw registryErrors.invalidArgument({cause});
  }
}
