import {int} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {defineService, unary} from "../service/index.ts";

/** Control of test networks (cli-config-grpc §5.3). */
export const debugControllerService = defineService("DebugController", {
  setEpoch: unary(Epoch, null),
  /** Returns when so many nodes are registered. */
  waitNodesRegistered: unary(int, null),
});
