import {TypedError} from "@oasis-node/primitives/errors";

/**
 * Why no registration could be made.
 *
 * - `noRuntimes`: a role that serves runtimes, and none to serve;
 * - `noConsensusAddresses`, `noTlsAddresses`: a role that has to be reachable, and no address that others can reach;
 * - `badHook`: the part of the node that has a role could not say what it offers;
 * - `notSingleRole`: a provider of no role, or of several;
 * - `fixedTlsKeys`: rotation is configured, but the keys were made once and for all.
 */
export class RegistrationError extends TypedError<
  "noRuntimes" | "noConsensusAddresses" | "noTlsAddresses" | "badHook" | "notSingleRole" | "fixedTlsKeys"
> {}
