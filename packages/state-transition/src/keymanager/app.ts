import {type App, handle} from "../context/index.ts";
import {beginKeymanagerBlock} from "./block.ts";
import {keymanagerAppName} from "./events.ts";
import {keymanagerMethods} from "./methods.ts";
import {updatePolicy} from "./transactions/updatePolicy.ts";

/** The application of the key managers (consensus-paratime §4). */
export function keymanagerApp(): App {
  return {
    name: keymanagerAppName,
    handlers: new Map([handle(keymanagerMethods["keymanager.UpdatePolicy"], updatePolicy)]),
    beginBlock: beginKeymanagerBlock,
  };
}
