import {silentLogger} from "@oasis-node/primitives/log";
import type {Api} from "@oasis-node/rpc/service";
import {runtimeClientErrors, runtimeClientService} from "@oasis-node/rpc/services/runtimeClient";
import {RpcError} from "@oasis-node/rpc/status";
import {type ClientContext, withNode} from "../client/index.ts";
import {orFail} from "../framework/index.ts";
import {paratimeFailure} from "./failure.ts";

/** What is said when it does not work. */
export interface Texts {
  readonly failed: string;
  /** For a user who does not wait any longer. */
  readonly stopped: string;
}

/** Asks the node's client of ParaTimes; what it cannot do is told once, with its cause and what to do about it. */
export function withRuntimeClient<T>(
  context: ClientContext,
  texts: Texts,
  ask: (client: Api<typeof runtimeClientService>, options: {readonly signal: AbortSignal}) => Promise<T>,
): Promise<T> {
  const {signal} = context.environment;
  // Commands of the reference log each call that fails besides; here that would say everything twice.
  const partLogger = context.options["grpc.log.debug"] ? context.partLogger : () => silentLogger;
  return withNode({...context, partLogger}, paratimeFailure, (node) => {
    const asked = async (): Promise<T> => {
      try {
        return await ask(node.api(runtimeClientService), {signal});
      } catch (error) {
        if (signal.aborted) throw paratimeFailure(texts.stopped);
        throw error;
      }
    };
    return orFail(asked, (err) => paratimeFailure(explanation(err) ?? texts.failed, {err}));
  });
}

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

function explanation(err: Error): string | null {
  if (err instanceof RpcError && err.code === "Unimplemented") return "the node serves no ParaTimes";
  return remedies.find(({kind}) => kind.is(err))?.text ?? null;
}
