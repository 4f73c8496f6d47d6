import {duplexPair} from "node:stream";
import {type Clock, systemClock} from "@oasis-node/primitives/clock";
import {type Logger, silentLogger} from "@oasis-node/primitives/log";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {protocolVersions, Version} from "@oasis-node/primitives/version";
import {HostedRuntime} from "@oasis-node/runtime/host";
import {serveHost} from "@oasis-node/runtime/protocol";
import {mock, type Provisioner} from "@oasis-node/runtime/provisioner";

export interface HostedRuntimeSetting {
  readonly provisioner?: Provisioner | undefined;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** A runtime in this process, by default the mock one; not started. */
export function hostedRuntime(
  runtimeId: Namespace,
  {provisioner, clock = systemClock, logger = silentLogger}: HostedRuntimeSetting = {},
): HostedRuntime {
  return new HostedRuntime({
    runtimeId,
    provisioner: provisioner ?? mock({debugAllowed: true, clock: systemClock}),
    hostInfo: {
      consensusBackend: "tendermint",
      consensusProtocolVersion: protocolVersions.consensusProtocol,
      consensusChainContext: "test",
    },
    localConfig: null,
    handlers: {},
    clock,
    logger,
    random: () => 0.5,
  });
}

/** A runtime that knows no method at all. */
export const refusing: Provisioner = {
  name: "mock",
  start: async () => {
    const [stream, far] = duplexPair();
    const session = {stream: far, clock: systemClock, logger: silentLogger, features: null};
    const error = {module: "test", code: 1, message: "method not found"};
    const runtime = serveHost(
      {...session, runtimeVersion: Version.zero()},
      {
        RuntimeCheckTxBatchRequest: ({inputs}) => ({
          results: (inputs ?? []).map(() => ({error, meta: null})),
        }),
      },
    );
    const exited = runtime.closed.then(({message}) => message);
    return {
      stream,
      pid: null,
      exited,
      kill: async () => {
        runtime.close();
        await exited;
      },
    };
  },
};
