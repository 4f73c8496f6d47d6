import {defineMethods, prettyMultiSigned, prettySigned} from "../consensus/index.ts";
import {SignedEntity} from "../entity/index.ts";
import {MultiSignedNode} from "../node/index.ts";
import {DeregisterEntity, UnfreezeNode} from "./types/bodies.ts";
import {Runtime} from "./types/runtime.ts";

/** Transaction methods of the registry (consensus-core §5). */
export const registryMethods = defineMethods("registry", {
  RegisterEntity: {body: SignedEntity.envelope, pretty: prettySigned(SignedEntity)},
  DeregisterEntity: {body: DeregisterEntity, bodyIgnored: true},
  RegisterNode: {body: MultiSignedNode.envelope, pretty: prettyMultiSigned(MultiSignedNode)},
  UnfreezeNode: {body: UnfreezeNode},
  RegisterRuntime: {body: Runtime},
});
