import {parseJsonFile, readFileAt} from "@oasis-node/node/files";
import {fromJson} from "@oasis-node/primitives/cbor";
import {UpgradeDescriptor} from "@oasis-node/state-transition/upgrade";
import {type Environment, orFail} from "../framework/index.ts";
import {controlFailure} from "./withController.ts";

/** The descriptor of an upgrade in a file. */
export async function readUpgradeDescriptor(
  path: string,
  environment: Environment,
): Promise<UpgradeDescriptor> {
  const bytes = await orFail(
    () => readFileAt(path, environment),
    (err) => controlFailure("failed to read upgrade descriptor", {err}),
  );
  return orFail(
    () => fromJson(UpgradeDescriptor, parseJsonFile(bytes)),
    (err) => controlFailure("can't parse upgrade descriptor", {err}),
  );
}
