import {bool} from "@oasis-node/primitives/cbor";
import {UpgradeDescriptor} from "@oasis-node/state-transition/upgrade";
import {defineService, unary} from "../service/index.ts";
import {Status} from "./nodeStatus.ts";

/** Control of the node itself (cli-config-grpc §5.3). */
export const nodeControllerService = defineService("NodeController", {
  /** `true` waits until the node is no longer registered. */
  requestShutdown: unary(bool, null),
  waitSync: unary(null, null),
  isSynced: unary(null, bool),
  waitReady: unary(null, null),
  isReady: unary(null, bool),
  upgradeBinary: unary(UpgradeDescriptor, null),
  cancelUpgrade: unary(UpgradeDescriptor, null),
  getStatus: unary(null, Status),
});
