import {TypedError} from "@oasis-node/primitives/errors";

/**
 * The binary:
 * - `binaryMissing`, `binaryNotFile`, `binaryNotReadable`, `binaryNotExecutable`, `binaryNotElf`,
 *   `binaryWrongArchitecture`, `binaryMalformed`;
 * - `libraryMissing`: a shared library that it needs is not on this machine;
 * - `libraryCache`: the list of this machine's shared libraries is not readable.
 *
 * Bubblewrap:
 * - `bubblewrapAbsent`, `bubblewrapTooOld`, `bubblewrapBroken`: it is no bubblewrap;
 * - `namespacesForbidden`: it cannot make a sandbox on this machine.
 *
 * Starting:
 * - `spawn`: the process could not be started;
 * - `exited`: it ended before it connected;
 * - `notConnected`: it did not connect in time;
 * - `debugOnly`: only for nodes that are started with `debug.dont_blame_oasis`.
 */
export type SandboxErrorCode =
  | "binaryMissing"
  | "binaryNotFile"
  | "binaryNotReadable"
  | "binaryNotExecutable"
  | "binaryNotElf"
  | "binaryWrongArchitecture"
  | "binaryMalformed"
  | "libraryMissing"
  | "libraryCache"
  | "bubblewrapAbsent"
  | "bubblewrapTooOld"
  | "bubblewrapBroken"
  | "namespacesForbidden"
  | "spawn"
  | "exited"
  | "notConnected"
  | "debugOnly";

/** What is wrong, in three parts of one sentence each. */
export interface Finding {
  readonly found: string;
  readonly wanted: string;
  readonly remedy: string;
}

/** A runtime cannot be started. The message says what was found, what was wanted and how to mend it; so do the details. */
export class SandboxError extends TypedError<SandboxErrorCode> {
  readonly finding: Finding;

  constructor(code: SandboxErrorCode, finding: Finding, cause?: unknown) {
    const {found, wanted, remedy} = finding;
    super(code, `${found}; wanted: ${wanted}; ${remedy}`, {details: {...finding}, cause});
    this.finding = finding;
  }
}
