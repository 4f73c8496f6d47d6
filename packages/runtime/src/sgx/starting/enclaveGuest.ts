import type {Guest} from "../../provisioner/index.ts";
import type {LoadedEnclave} from "./loadEnclave.ts";
import {aesmSocket} from "./machine.ts";

/** Where the loader finds the enclave and its signature inside the sandbox. */
const inside = {enclave: "/runtime", signature: "/runtime.sig"} as const;

/** The loader's command line (runtime-workers §3.1). */
export function loaderArguments(
  socket: string,
  {enclave, signature}: {readonly enclave: string; readonly signature: string},
): string[] {
  return ["--host-socket", socket, "--type", "sgxs", "--signature", signature, enclave];
}

/** What is in the sandbox of an enclave: its loader with the device, AESM's socket, and both files by descriptor. */
export function enclaveGuest(
  loader: string,
  {sgxs, signature}: Pick<LoadedEnclave, "sgxs" | "signature">,
  {device, aesm}: {readonly device: string; readonly aesm: string},
): Guest {
  return {
    binary: loader,
    arguments: (socket) => loaderArguments(socket, inside),
    // The loader is told by its arguments where its host listens.
    environment: () => ({}),
    writable: [{source: aesm, target: aesmSocket}],
    devices: [{source: device, target: device}],
    dataFiles: [
      {target: inside.enclave, content: sgxs},
      {target: inside.signature, content: signature},
    ],
  };
}
