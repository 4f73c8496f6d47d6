import {field, list, map, nullable, omitEmpty, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {PublicKey} from "@oasis-node/primitives/signature";
import {SignedEntity} from "../../entity/index.ts";
import {MultiSignedNode} from "../../node/index.ts";
import {RegistryParameters} from "./parameters.ts";
import {Runtime} from "./runtime.ts";
import {NodeStatus} from "./status.ts";

/** Registry part of the genesis document (consensus-core §2.3). */
export const RegistryGenesis = struct("registry.Genesis", {
  parameters: field("params", RegistryParameters),
  entities: omitEmpty(list(nullable(SignedEntity.envelope))),
  runtimes: omitEmpty(list(nullable(Runtime))),
  suspendedRuntimes: omitEmpty(list(nullable(Runtime))),
  nodes: omitEmpty(list(nullable(MultiSignedNode.envelope))),
  nodeStatuses: omitEmpty(map(PublicKey, nullable(NodeStatus))),
});
export type RegistryGenesis = ValueOf<typeof RegistryGenesis>;
