import {type App, type Context, handle} from "../context/index.ts";
import {beginBlock, endBlock} from "./block.ts";
import {roothashAppName} from "./events.ts";
import {roothashMethods as methods} from "./methods.ts";
import {RoothashError} from "./roothashError.ts";
import {RoothashState} from "./state.ts";
import {submitEvidence} from "./transactions/evidence.ts";
import {executorCommit} from "./transactions/executorCommit.ts";
import {executorProposerTimeout} from "./transactions/executorProposerTimeout.ts";

/** The application that runtimes commit their results to (consensus-paratime §3). */
export function roothashApp(): App {
  return {
    name: roothashAppName,
    handlers: new Map([
      handle(methods["roothash.ExecutorCommit"], unlessRejecting(executorCommit)),
      handle(methods["roothash.ExecutorProposerTimeout"], unlessRejecting(executorProposerTimeout)),
      handle(methods["roothash.Evidence"], unlessRejecting(submitEvidence)),
    ]),
    beginBlock,
    endBlock: (context) => {
      endBlock(context);
      return undefined;
    },
  };
}

/**
 * Refuses all while the beacon has failed. The reference looks before it decodes a body; whether a bad one is refused for
 * this or that makes no difference to the result.
 */
function unlessRejecting<T>(run: (context: Context, body: T) => void): (context: Context, body: T) => void {
  return (context, body) => {
    if (new RoothashState(context.tree).rejectsTransactions()) {
      throw new RoothashError(
        "rejectingTransactions",
        "roothash: refusing to process transactions, beacon failed",
      );
    }
    run(context, body);
  };
}
