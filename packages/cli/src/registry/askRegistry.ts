import type {Api} from "@oasis-node/rpc/service";
import {registryService} from "@oasis-node/rpc/services/registry";
import {type ClientContext, withNode} from "../client/index.ts";
import {type CommandFailure, orFail} from "../framework/index.ts";

/** Asks the node's registry; `what` names the question in the failure. */
export function askRegistry<T>(
  context: ClientContext,
  failed: (message: string, fields: {readonly err: Error}) => CommandFailure,
  what: string,
  ask: (registry: Api<typeof registryService>) => Promise<T>,
): Promise<T> {
  return withNode(context, failed, (node) =>
    orFail(
      () => ask(node.api(registryService)),
      (err) => failed(`failed to query ${what}`, {err}),
    ),
  );
}
