import type {Clock} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {CapabilityTee} from "@oasis-node/state-transition/node";
import {
  connectRuntime,
  type Handlers,
  type HostConnection,
  type HostInfo,
  type HostRequests,
  RhpError,
  type RuntimeInfo,
} from "../protocol/index.ts";
import type {Provisioner, StartedRuntime} from "../provisioner/index.ts";

/** Longest for what comes after the handshake, in milliseconds (runtime-workers §1.3). */
export const initializeTimeoutMs = 120_000;

/**
 * What is to be done with a runtime between the handshake and its first request: attestation. `update` tells of later
 * ones, as long as the connection lives.
 */
export type Initialize = (
  connection: HostConnection,
  info: RuntimeInfo,
  signal: AbortSignal,
  update: (capabilityTee: CapabilityTee) => void,
) => Promise<CapabilityTee | null>;

export interface RuntimeParts {
  readonly runtimeId: Namespace;
  readonly provisioner: Provisioner;
  readonly hostInfo: HostInfo;
  /** Settings for the runtime (`localConfigOf`); null for none. */
  readonly localConfig: Map<string, Uint8Array | null> | null;
  /** Serves the runtime's requests. */
  readonly handlers: Handlers<HostRequests>;
  readonly initialize?: Initialize;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A runtime that runs and has been shaken hands with. */
export interface Running {
  readonly started: StartedRuntime;
  readonly connection: HostConnection;
  readonly info: RuntimeInfo;
  readonly capabilityTee: CapabilityTee | null;
  readonly since: bigint;
}

/** Told of attestations after the first. */
export type OnUpdate = (connection: HostConnection, capabilityTee: CapabilityTee) => void;

/**
 * Starts the process of a runtime and makes it ready for requests; nothing is left of one that does not get there. Rejects as
 * the provisioner, `connectRuntime` and `initialize` do, with `RhpError` `timeout`, or with the signal's reason.
 */
export async function startRuntime(
  parts: RuntimeParts,
  onUpdate: OnUpdate,
  signal: AbortSignal,
): Promise<Running> {
  const {provisioner, clock, handlers, logger, runtimeId, hostInfo, localConfig} = parts;
  const started = await provisioner.start({signal, logger});
  try {
    const {stream} = started;
    const handshake = {stream, clock, logger, runtimeId, hostInfo, localConfig, signal};
    const {connection, info} = await connectRuntime(handshake, handlers);
    const capabilityTee = await initialized(parts, {connection, info}, onUpdate, signal);
    return {started, connection, info, capabilityTee, since: clock.now()};
  } catch (error) {
    await started.kill();
    throw error;
  }
}

async function initialized(
  {initialize, clock}: RuntimeParts,
  {connection, info}: Pick<Running, "connection" | "info">,
  onUpdate: OnUpdate,
  signal: AbortSignal,
): Promise<CapabilityTee | null> {
  if (initialize === undefined) return null;
  const [late, done] = [new AbortController(), new AbortController()];
  const error = new RhpError("timeout", `rhp: not initialized within ${initializeTimeoutMs} ms`);
  clock.sleep(initializeTimeoutMs, done.signal).then(
    () => late.abort(error),
    () => {},
  );
  try {
    return await initialize(connection, info, AbortSignal.any([signal, late.signal]), (capabilityTee) =>
      onUpdate(connection, capabilityTee),
    );
  } finally {
    done.abort();
  }
}
