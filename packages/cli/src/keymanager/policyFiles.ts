import {type FilePlace, readFileAt} from "@oasis-node/node/files";
import {equal} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import {type Signature, signatureFromPem} from "@oasis-node/primitives/signature";
import {PolicySgx} from "@oasis-node/state-transition/keymanager";
import {KeymanagerCommandError} from "./failure.ts";

export interface PolicyFile {
  readonly policy: PolicySgx;
  /** The file as it is: what is signed. */
  readonly bytes: Uint8Array;
}

/** A policy in canonical form. Throws `FileError`, `CborError` or `KeymanagerCommandError`. */
export async function readPolicy(path: string, place: FilePlace): Promise<PolicyFile> {
  const bytes = await readFileAt(path, place);
  const policy = decode(PolicySgx, bytes);
  if (!equal(encode(PolicySgx, policy), bytes))
    throw new KeymanagerCommandError("policy", "policy file not in canonical form");
  return {policy, bytes};
}

/** A signature with the key that made it. Throws `FileError`, or what `signatureFromPem` throws. */
export async function readSignature(path: string, place: FilePlace): Promise<Signature> {
  return signatureFromPem(new TextDecoder().decode(await readFileAt(path, place)));
}

/** Several signatures, in the order of their files. */
export async function readSignatures(paths: readonly string[], place: FilePlace): Promise<Signature[]> {
  const signatures: Signature[] = [];
  for (const path of paths) signatures.push(await readSignature(path, place));
  return signatures;
}
