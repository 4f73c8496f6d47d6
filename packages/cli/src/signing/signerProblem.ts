import {basename, join} from "node:path";
import {FileError} from "@oasis-node/node/files";
import {TypedError} from "@oasis-node/primitives/errors";
import {SignerError} from "@oasis-node/primitives/signature";

/**
 * - `backend`: there are no signers of that kind;
 * - `composite`: the roles of a composite signer are not given as they have to be;
 * - `access`: the key is there, but cannot be used.
 */
export class SignerProblem extends TypedError<"backend" | "composite" | "access"> {}

/** What failed at a signer of a directory, in the reference's words: with the file and the reason. */
export function explainSignerError(error: unknown, directory: string): unknown {
  if (!(error instanceof SignerError)) return error;
  const {file, mode} = error.details;
  if (typeof file !== "string") return error;
  const path = join(directory, basename(file));
  if (error.code === "fileAccess") return FileError.of(error.cause, "open", path);
  if (error.code !== "filePermissions") return error;
  const permissions = (Number.parseInt(String(mode), 8) & 0o777).toString(8);
  return new SignerProblem("access", `${error.message} ${permissions} on ${path}`, {cause: error});
}
