export {Entity, EntityError, entityVersions, SignedEntity, validateEntity} from "./entity.ts";
