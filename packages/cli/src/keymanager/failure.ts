import {TypedError} from "@oasis-node/primitives/errors";
import {failuresOf} from "../framework/index.ts";

/** Failures of the key manager commands. */
export const keymanagerFailure = failuresOf("cmd/keymanager");

/**
 * - `policy`: a policy is not as it has to be;
 * - `key`: there is no key to sign with;
 * - `signature`: a signature does not hold;
 * - `status`: a status contradicts itself.
 */
export class KeymanagerCommandError extends TypedError<"policy" | "key" | "signature" | "status"> {}
