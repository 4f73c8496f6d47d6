import {method, nothing} from "@oasis-node/paratime-sdk/calls";
import {toHex} from "@oasis-node/primitives/bytes";
import {text} from "@oasis-node/primitives/cbor";

/** The ParaTime's ID in hexadecimal digits, as the host has told it. */
export const getRuntimeId = method({
  args: nothing,
  result: text,
  run: async ({environment}) => toHex(environment.hostInfo.runtimeId),
});
