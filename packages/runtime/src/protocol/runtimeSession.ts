import {protocolVersions, type Version} from "@oasis-node/primitives/version";
import {type ConnectionOptions, type RuntimeConnection, runtimeConnection} from "./connection.ts";
import type {Handlers, RequestContext} from "./handlers.ts";
import type {RuntimeInfo} from "./hostHandshake.ts";
import type {BodyType, BodyValue} from "./message.ts";
import type {RuntimeRequests} from "./requests.ts";
import {dispatcherError} from "./rhpError.ts";

/** The only consensus backend there is. */
const consensusBackend = "tendermint";

export interface RuntimeSessionOptions extends ConnectionOptions {
  readonly runtimeVersion: Version;
  readonly features: RuntimeInfo["features"];
  /** What the host has told about itself, before it is answered. What it throws refuses the host. */
  readonly onHostInfo?: (info: BodyValue<"RuntimeInfoRequest">) => void;
}

type AnyServe = (request: unknown, context: RequestContext) => unknown;

/**
 * A runtime's end of a connection (runtime-workers §1.2): checks the host and answers pings. Until the host has told who
 * it is all other requests fail, as those without a handler always do.
 */
export function serveHost(
  options: RuntimeSessionOptions,
  handlers: Omit<Handlers<RuntimeRequests>, "RuntimeInfoRequest" | "RuntimePingRequest">,
): RuntimeConnection {
  let isConfigured = false;
  const gated = Object.entries(handlers as Record<string, AnyServe>).map(([type, handler]) => {
    const serve: AnyServe = (request, context) => {
      if (!isConfigured) throw dispatcherError("host environment information not configured");
      return handler(request, context);
    };
    return [type, serve] as const;
  });
  const refuseEarly = (): never => {
    throw dispatcherError(
      isConfigured ? "method not supported" : "host environment information not configured",
    );
  };
  return runtimeConnection(options, {
    ...Object.fromEntries(gatedDefaults.map((type) => [type, refuseEarly])),
    ...Object.fromEntries(gated),
    RuntimePingRequest: () => ({}),
    RuntimeInfoRequest: (info) => {
      if (isConfigured) throw dispatcherError("already initialized");
      checkHost(info);
      options.onHostInfo?.(info);
      isConfigured = true;
      return {
        protocolVersion: protocolVersions.runtimeHostProtocol,
        runtimeVersion: options.runtimeVersion,
        features: options.features,
      };
    },
  });
}

/** Requests that fail in another way before the handshake than after it, when nobody serves them. */
const gatedDefaults: readonly BodyType[] = [
  "RuntimeAbortRequest",
  "RuntimeRPCCallRequest",
  "RuntimeLocalRPCCallRequest",
  "RuntimeCheckTxBatchRequest",
  "RuntimeExecuteTxBatchRequest",
  "RuntimeKeyManagerPolicyUpdateRequest",
  "RuntimeQueryRequest",
  "RuntimeConsensusSyncRequest",
];

/** One text for both, as in the reference. */
function checkHost(info: BodyValue<"RuntimeInfoRequest">): void {
  const {major} = protocolVersions.consensusProtocol;
  if (info.consensusBackend !== consensusBackend || info.consensusProtocolVersion.major !== major)
    throw dispatcherError("incompatible consensus backend");
}
