import type {Finding} from "../../sandbox/index.ts";
import {EnclaveError, type EnclaveErrorCode} from "./enclaveError.ts";
import {type EnclaveFiles, loadEnclave} from "./loadEnclave.ts";
import {aesmSocket, checkAesm, checkLoader, findSgxDevice, sgxDevices} from "./machine.ts";

export interface SgxSetup {
  /** `runtime.sgx.loader`. */
  readonly loader: string;
  readonly enclaves: readonly EnclaveFiles[];
  /** Other places than the usual ones. */
  readonly devices?: readonly string[];
  readonly aesmSocket?: string;
}

/** One thing that was looked at; the finding is null when it is well. */
export interface SgxCheck {
  readonly what: EnclaveErrorCode;
  /** What in particular: a path, or for the device those that were tried. */
  readonly subject: string;
  readonly finding: Finding | null;
}

/** Looks at all that starting enclaves needs, whatever else is wrong: device, AESM, loader, then each enclave with its signature. */
export async function checkSgx(setup: SgxSetup): Promise<SgxCheck[]> {
  const {loader, enclaves, devices = sgxDevices, aesmSocket: socket = aesmSocket} = setup;
  return Promise.all([
    check("device", devices.join(", "), () => findSgxDevice(devices)),
    check("aesm", socket, () => checkAesm(socket)),
    check("loader", loader, () => checkLoader(loader)),
    ...enclaves.map((files) =>
      check("signature", files.signature ?? files.enclave, () => loadEnclave(files)),
    ),
  ]);
}

async function check(
  what: EnclaveErrorCode,
  subject: string,
  look: () => Promise<unknown>,
): Promise<SgxCheck> {
  try {
    await look();
    return {what, subject, finding: null};
  } catch (error) {
    if (!(error instanceof EnclaveError)) throw error;
    return {what: error.code, subject, finding: error.finding};
  }
}
