import type {Context} from "../context/index.ts";
import type {Runtime, RuntimeListener} from "../registry/index.ts";
import {roothashErrors} from "./errors.ts";
import {createRuntime} from "./newRuntime.ts";
import {RoothashState} from "./state.ts";

/** What roothash does when runtimes are registered and updated; at genesis it looks after them itself (consensus-paratime §3.4). */
export const runtimeListener: RuntimeListener = {
  registered: (context, runtime) => {
    if (!context.isInitChain) createRuntime(context, runtime);
  },
  updated: (context, runtime) => {
    if (!context.isInitChain) checkMaxMessages(context, runtime);
  },
  // It gets blocks again when committees are elected next.
  resumed: () => {},
};

function checkMaxMessages({tree}: Context, {executor}: Runtime): void {
  const {maxRuntimeMessages} = new RoothashState(tree).parameters();
  if (executor.maxMessages > maxRuntimeMessages) {
    throw roothashErrors.maxMessagesTooBig({details: {maxRuntimeMessages, wanted: executor.maxMessages}});
  }
}
