import type {Namespace} from "@oasis-node/primitives/namespace";
import {protocolVersions, type Version, versionToText} from "@oasis-node/primitives/version";
import {type ConnectionOptions, type HostConnection, hostConnection} from "./connection.ts";
import type {Handlers} from "./handlers.ts";
import type {BodyValue} from "./message.ts";
import type {HostRequests} from "./requests.ts";
import {RhpError} from "./rhpError.ts";

/** Longest that a runtime may take to say who it is, in milliseconds (runtime-workers §1.3). */
export const infoTimeoutMs = 1000;

/** What a runtime says about itself. */
export type RuntimeInfo = BodyValue<"RuntimeInfoResponse">;

/** What the host tells a runtime about the network (runtime-workers §1.5). */
export interface HostInfo {
  /** `tendermint` on real networks: runtimes made with the Rust library know no other. */
  readonly consensusBackend: string;
  readonly consensusProtocolVersion: Version;
  /** Hex of the hash of the genesis document. */
  readonly consensusChainContext: string;
}

export interface HandshakeOptions extends ConnectionOptions {
  readonly runtimeId: Namespace;
  readonly hostInfo: HostInfo;
  /** Settings of this node for the runtime, each value as CBOR (`localConfigOf`); null for none. */
  readonly localConfig?: Map<string, Uint8Array | null> | null;
  readonly signal?: AbortSignal;
}

/**
 * Begins a connection to a runtime that has just connected (runtime-workers §1.2). Rejects, with the connection closed,
 * with `RhpError` `incompatibleVersion`, `timeout` or what the connection ended with, or the error the runtime answered.
 */
export async function connectRuntime(
  options: HandshakeOptions,
  handlers: Handlers<HostRequests>,
): Promise<{readonly connection: HostConnection; readonly info: RuntimeInfo}> {
  const connection = hostConnection(options, handlers);
  try {
    const request = {
      ...options.hostInfo,
      runtimeId: options.runtimeId,
      localConfig: options.localConfig ?? null,
    };
    const callOptions = {timeoutMs: infoTimeoutMs, signal: options.signal};
    const info = await connection.call("RuntimeInfoRequest", request, callOptions);
    checkVersion(info.protocolVersion);
    connection.becomeReady();
    return {connection, info};
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Only major versions have to agree. */
function checkVersion(found: Version): void {
  const wanted = protocolVersions.runtimeHostProtocol;
  if (found.major === wanted.major) return;
  throw new RhpError(
    "incompatibleVersion",
    `rhp: incompatible protocol version (expected: ${versionToText(wanted)} got: ${versionToText(found)})`,
    {details: {wanted, found}},
  );
}
