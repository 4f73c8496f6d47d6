import {type Provisioner, type SandboxedOptions, startSandboxed} from "../../provisioner/index.ts";
import {enclaveGuest} from "./enclaveGuest.ts";
import {type EnclaveFiles, loadEnclave} from "./loadEnclave.ts";
import {aesmSocket, checkAesm, checkLoader, findSgxDevice} from "./machine.ts";

export interface SandboxedEnclaveOptions extends Omit<SandboxedOptions, "binary">, EnclaveFiles {
  /** `runtime.sgx.loader`. */
  readonly loader: string;
  /** Other places than the usual ones. */
  readonly devices?: readonly string[];
  readonly aesmSocket?: string;
}

/**
 * Runtimes in enclaves, their loader in bubblewrap (runtime-workers §3.1). Starting also rejects with `EnclaveError`. The
 * files are read at each start: what changes meanwhile is checked again, and never changes under a start.
 */
export function sandboxedEnclave(options: SandboxedEnclaveOptions): Provisioner {
  const {loader, devices, aesmSocket: aesm = aesmSocket} = options;
  return {
    name: "sandboxed",
    start: async (startOptions) => {
      const enclave = await loadEnclave(options);
      const device = await findSgxDevice(devices);
      await checkAesm(aesm);
      await checkLoader(loader);
      return startSandboxed(enclaveGuest(loader, enclave, {device, aesm}), options, startOptions);
    },
  };
}
