import {runtimeClientErrors} from "@oasis-node/rpc/services/runtimeClient";
import {RpcError} from "@oasis-node/rpc/status";
import {type CommandFailure, failuresOf, orFail} from "../framework/index.ts";

/** Failures of the commands that use ParaTimes. */
export const paratimeFailure: ReturnType<typeof failuresOf> = failuresOf("cmd/paratime");

/** What a caller can do about an error of the runtime client. */
const remedies = [
  {
    kind: runtimeClientErrors.noHostedRuntime,
    text: "the node does not run this ParaTime: its binary has to be in runtime.paths of the node's configuration, and to start",
  },
  {
    kind: runtimeClientErrors.notSynced,
    text: "the node has not caught up with its network yet: `oasis-node control wait-sync` waits for that",
  },
  {
    kind: runtimeClientErrors.transactionExpired,
    text: "no round took the transaction in time: `oasis-node control status` shows whether the ParaTime has a committee and makes rounds",
  },
] as const;

/** Asks the node; what it cannot do is told with its cause. `stopped` is for a user who does not wait any longer. */
export function explained<T>(
  texts: {readonly failed: string; readonly stopped: string},
  signal: AbortSignal,
  ask: (options: {readonly signal: AbortSignal}) => Promise<T>,
): Promise<T> {
  const asked = async (): Promise<T> => {
    try {
      return await ask({signal});
    } catch (error) {
      if (signal.aborted) throw paratimeFailure(texts.stopped);
      throw error;
    }
  };
  return orFail(asked, (err) => paratimeFailure(explanation(err) ?? texts.failed, {err}));
}

function explanation(err: Error): string | null {
  if (err instanceof RpcError && err.code === "Unimplemented") return "the node serves no ParaTimes";
  return remedies.find(({kind}) => kind.is(err))?.text ?? null;
}

/** The ParaTime does not take the call. */
export function refusedCall(fields: {
  readonly module: string;
  readonly code: number;
  readonly reason: string;
}): CommandFailure {
  return paratimeFailure("the ParaTime refuses the call", fields);
}
