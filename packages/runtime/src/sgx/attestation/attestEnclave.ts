import type {Clock} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";
import type {CapabilityTee} from "@oasis-node/state-transition/node";
import type {Initialize} from "../../host/index.ts";
import type {HostConnection} from "../../protocol/index.ts";
import {EnclaveAttestation, type EnclaveAttestationOptions} from "./enclaveAttestation.ts";

/** Pause between attestations, in milliseconds (runtime-workers §3.4). */
export const attestationIntervalMs = 3_600_000;

export interface AttestEnclaveOptions extends Omit<EnclaveAttestationOptions, "connection"> {
  readonly logger: Logger;
}

/** What makes a hosted runtime one in an enclave: it is attested before anybody hears of it, and again every hour. */
export function attestEnclave(options: AttestEnclaveOptions): Initialize {
  return async (connection, _info, signal, update) => {
    const attestation = new EnclaveAttestation({...options, connection});
    const capabilityTee = await attestation.attest(signal);
    void keepAttested(attestation, connection, update, options);
    return capabilityTee;
  };
}

/** Until the connection ends. Never rejects: an attestation that fails leaves the one before. */
async function keepAttested(
  attestation: EnclaveAttestation,
  connection: Pick<HostConnection, "closed">,
  update: (capabilityTee: CapabilityTee) => void,
  {clock, logger}: Pick<AttestEnclaveOptions, "clock" | "logger">,
): Promise<void> {
  const ended = new AbortController();
  void connection.closed.then((reason) => ended.abort(reason));
  while (await pause(clock, ended.signal)) {
    try {
      update(await attestation.attest(ended.signal));
    } catch (error) {
      if (!ended.signal.aborted) logger.error("failed to attest enclave again", {err: error});
    }
  }
}

async function pause(clock: Clock, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(attestationIntervalMs, signal);
    return true;
  } catch {
    return false;
  }
}
