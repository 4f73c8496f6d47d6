import {list} from "@oasis-node/primitives/cbor";
import {Height} from "@oasis-node/primitives/epoch";
import {KeymanagerStatus} from "@oasis-node/state-transition/keymanager/types";
import {defineService, unary} from "../service/index.ts";
import {NamespaceQuery} from "./registry.ts";

/** Key managers (cli-config-grpc §5.3). */
export const keymanagerService = defineService("KeyManager", {
  getStatus: unary(NamespaceQuery, KeymanagerStatus),
  getStatuses: unary(Height, list(KeymanagerStatus)),
});
