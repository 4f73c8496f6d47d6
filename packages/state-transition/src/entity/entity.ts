import {bool, list, omitEmpty, struct, u16, type ValueOf, versioned} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import {PublicKey, type Signed, signed} from "@oasis-node/primitives/signature";

/** Versions of entity descriptors (consensus-core §5.2). */
export const entityVersions = {min: 1, max: 2, latest: 2} as const;

const fields = {v: u16, id: PublicKey, nodes: omitEmpty(list(PublicKey))};
const EntityV2 = struct("entity.Entity", fields);
const EntityV1 = struct("entity.EntityV1", {...fields, allowEntitySignedNodes: omitEmpty(bool)});

/**
 * - `version`: a descriptor of a version that is not allowed;
 * - `entitySignedNodes`: a descriptor of version 1 that lets the entity sign for its nodes.
 */
export class EntityError extends TypedError<"version" | "entitySignedNodes"> {}

/**
 * Descriptor of an entity and the nodes that may sign for themselves. Version 1 is read as version 2, provided that it
 * does not set the flag which that had more (consensus-core §5.2).
 */
export const Entity = versioned("entity.Entity", EntityV2, {
  1: {schema: EntityV1, upgrade: upgradeV1},
  2: EntityV2,
});
export type Entity = ValueOf<typeof EntityV2>;

/** A descriptor signed by the entity (consensus-core §5.4). */
export const SignedEntity = signed("entity.SignedEntity", Entity);
export type SignedEntity = Signed;

/** Checks the descriptor's version: only the latest when `strict`. Throws `EntityError` `version`. */
export function validateEntity({v}: Entity, strict: boolean): void {
  const min = strict ? entityVersions.latest : entityVersions.min;
  if (v >= min && v <= entityVersions.max) return;
  const details = {version: v, min, max: entityVersions.max};
  throw new EntityError("version", `invalid entity descriptor version: ${v}`, {details});
}

function upgradeV1({id, nodes, allowEntitySignedNodes}: ValueOf<typeof EntityV1>): Entity {
  if (allowEntitySignedNodes) {
    throw new EntityError(
      "entitySignedNodes",
      "entity descriptor must have allow_entity_signed_nodes set to false",
    );
  }
  return {v: entityVersions.latest, id, nodes};
}
