import {errorModule} from "@oasis-node/primitives/errors";

/** Errors of the key manager module (consensus-core §10). */
export const keymanagerErrors = errorModule("keymanager", {
  noSuchStatus: [1, "keymanager: no such status"],
});
