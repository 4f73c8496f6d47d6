import {readFile} from "node:fs/promises";
import {equal, toHex} from "@oasis-node/primitives/bytes";
import {type EnclaveIdentity, mrEnclaveOfSgxs} from "@oasis-node/primitives/sgx";
import {dummySigstruct} from "../sigstruct/dummySigner.ts";
import {SigstructError} from "../sigstruct/sigstructError.ts";
import {type VerifiedSigstruct, verifySigstruct} from "../sigstruct/verifySigstruct.ts";
import {EnclaveError} from "./enclaveError.ts";

export interface EnclaveFiles {
  /** The `.sgxs` file. */
  readonly enclave: string;
  /** The signer's SIGSTRUCT; null for none. */
  readonly signature: string | null;
  /** `debug.dont_blame_oasis`: an enclave that nobody signed is signed with the key that everybody has. */
  readonly debugAllowed: boolean;
}

/** An enclave with its signer's statement, both verified to belong together. */
export interface LoadedEnclave {
  readonly sgxs: Uint8Array;
  readonly signature: Uint8Array;
  readonly identity: EnclaveIdentity;
}

/** Reads both files, so that what is started is what was checked (runtime-workers §3.1). Throws `EnclaveError` `enclave`, `signature`. */
export async function loadEnclave(files: EnclaveFiles): Promise<LoadedEnclave> {
  const sgxs = await readEnclave(files.enclave);
  const mrEnclave = mrEnclaveOfSgxs(sgxs);
  const signature = files.signature === null ? null : await readSignature(files.signature);
  if (signature === null && !files.debugAllowed) {
    throw refuse(
      `no signature is configured for ${files.enclave}`,
      "name the file that came with the enclave in runtime.sgx.signatures",
    );
  }
  const bytes = signature ?? dummySigstruct(mrEnclave);
  const {identity} = verified(bytes, files.signature ?? "");
  if (!equal(identity.mrEnclave, mrEnclave)) {
    throw refuse(
      `${files.signature} is of the enclave ${toHex(identity.mrEnclave)}, but ${files.enclave} is ${toHex(mrEnclave)}`,
      "get the enclave and its signature from the same release of the ParaTime",
    );
  }
  return {sgxs, signature: bytes, identity};
}

async function readEnclave(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw new EnclaveError(
      "enclave",
      {
        found: `${path} cannot be read`,
        wanted: "the .sgxs file of the ParaTime",
        remedy: "check its path in runtime.paths, and let the user that runs the node read it",
      },
      cause,
    );
  }
}

async function readSignature(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    const remedy = "check its path in runtime.sgx.signatures, and let the user that runs the node read it";
    throw refuse(`${path} cannot be read`, remedy, cause);
  }
}

function verified(bytes: Uint8Array, path: string): VerifiedSigstruct {
  try {
    return verifySigstruct(bytes);
  } catch (cause) {
    if (!(cause instanceof SigstructError)) throw cause;
    const remedy = "the file is damaged or no signature: get it again and compare its checksum";
    throw refuse(`${path} is not good: ${cause.message}`, remedy, cause);
  }
}

function refuse(found: string, remedy: string, cause?: unknown): EnclaveError {
  const wanted = "a SIGSTRUCT of 1808 bytes by the signer of the enclave";
  return new EnclaveError("signature", {found, wanted, remedy}, cause);
}
