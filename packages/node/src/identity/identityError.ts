import {errorModule, TypedError, type TypedErrorOptions} from "@oasis-node/primitives/errors";

/** Errors of the reference's module `identity`. */
export const identityErrors = errorModule("identity", {
  rotationForbidden: [1, "identity: TLS certificate rotation forbidden"],
});

export type IdentityErrorCode = "filePermissions" | "malformedFile" | "missing";

/** A file of the node's identity is not usable. Never carries key material. */
export class IdentityError extends TypedError<IdentityErrorCode> {
  constructor(code: IdentityErrorCode, message: string, options: TypedErrorOptions = {}) {
    super(code, message, options);
  }
}
