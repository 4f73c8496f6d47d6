import {decode} from "@oasis-node/primitives/cbor";
import {defineMethods, prettyMultiSigned, prettySigned} from "../consensus/index.ts";
import {Entity, SignedEntity, validateEntity} from "../entity/index.ts";
import {MultiSignedNode, Node, validateNode} from "../node/index.ts";
import {DeregisterEntity, UnfreezeNode} from "./types/bodies.ts";
import {Runtime} from "./types/runtime.ts";

/** Transaction methods of the registry (consensus-core §5). */
export const registryMethods = defineMethods("registry", {
  RegisterEntity: {
    body: SignedEntity.envelope,
    pretty: prettySigned(SignedEntity),
    validate: ({untrustedRawValue}: SignedEntity) => validateEntity(decode(Entity, untrustedRawValue), true),
  },
  DeregisterEntity: {body: DeregisterEntity, bodyIgnored: true},
  RegisterNode: {
    body: MultiSignedNode.envelope,
    pretty: prettyMultiSigned(MultiSignedNode),
    validate: ({untrustedRawValue}: MultiSignedNode) => validateNode(decode(Node, untrustedRawValue)),
  },
  UnfreezeNode: {body: UnfreezeNode},
  RegisterRuntime: {body: Runtime},
});
