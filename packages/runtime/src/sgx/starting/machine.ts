import type {Stats} from "node:fs";
import {stat} from "node:fs/promises";
import {checkBinary, SandboxError} from "../../sandbox/index.ts";
import {EnclaveError} from "./enclaveError.ts";

/** Where different drivers put the device, in the reference's order (runtime-workers §3.1). */
export const sgxDevices = ["/dev/sgx", "/dev/sgx/enclave", "/dev/sgx_enclave", "/dev/isgx"] as const;

/** Where Intel's service listens. */
export const aesmSocket = "/var/run/aesmd/aesm.socket";

/** The SGX device of this machine: the first of the paths that is one. Throws `EnclaveError` `device`. */
export async function findSgxDevice(paths: readonly string[] = sgxDevices): Promise<string> {
  for (const path of paths) {
    const found = await statOf(path);
    if (found?.isCharacterDevice() || found?.isBlockDevice()) return path;
  }
  throw new EnclaveError("device", {
    found: `there is no SGX device at ${paths.join(", ")}`,
    wanted: "a processor with SGX and its driver",
    remedy: "switch SGX on in the firmware and run Linux 5.11 or newer, or install Intel's SGX driver",
  });
}

/** Throws `EnclaveError` `aesm` when nothing can listen there. */
export async function checkAesm(path: string = aesmSocket): Promise<void> {
  const found = await statOf(path);
  if (found?.isSocket()) return;
  throw new EnclaveError("aesm", {
    found: found === null ? `there is no socket at ${path}` : `${path} is no socket`,
    wanted: "Intel's AESM service on this machine",
    remedy: "install and start the service aesmd, or its container with /var/run/aesmd shared",
  });
}

/** Throws `EnclaveError` `loader`. */
export async function checkLoader(path: string): Promise<void> {
  try {
    await checkBinary(path);
  } catch (cause) {
    if (!(cause instanceof SandboxError)) throw cause;
    const {found, wanted} = cause.finding;
    const remedy = "name oasis-core-runtime-loader in runtime.sgx.loader; it has to be executable";
    throw new EnclaveError("loader", {found, wanted, remedy}, cause);
  }
}

async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch {
    return null;
  }
}
