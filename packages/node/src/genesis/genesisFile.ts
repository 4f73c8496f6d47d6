import {reservedPublicKeys} from "@oasis-node/primitives/address";
import {fromJson} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import type {Hash} from "@oasis-node/primitives/hash";
import {
  knownTestPublicKeys,
  nodeBlacklist,
  type PublicKey,
  SignatureVerifier,
} from "@oasis-node/primitives/signature";
import {
  chainContext,
  checkDocument,
  Document,
  type DocumentChecks,
  documentHash,
  type GenesisError,
} from "@oasis-node/state-transition/genesis";
import {type FilePlace, parseJsonFile, readFileAt} from "../files/index.ts";

/**
 * - `malformed`: the file holds no genesis document;
 * - `bad`: no node starts with this document.
 */
export class GenesisFileError extends TypedError<"malformed" | "bad"> {}

/** Debug gates of the node, all closed by default. */
export interface GenesisGates {
  /** `debug.dont_blame_oasis`; without it the others count for nothing. */
  readonly debugAllowed?: boolean;
  /** `debug.allow_test_keys`. */
  readonly testKeys?: boolean;
  /** `ias.debug.skip_verify`. */
  readonly skipAttestation?: boolean;
  /** `ias.debug.allow_debug_enclaves`. */
  readonly debugEnclaves?: boolean;
}

/** A genesis document that passed all checks, and what follows from it. */
export interface LoadedGenesis {
  readonly document: Document;
  readonly hash: Hash;
  /** The hash in hexadecimal: what separates the network's signatures from those of others. */
  readonly chainContext: string;
  /** The file as it is. */
  readonly bytes: Uint8Array;
}

/** Reads and checks a genesis file. Throws `FileError` or `GenesisFileError`, with the reference's texts. */
export async function loadGenesisFile(
  path: string,
  place: FilePlace,
  gates: GenesisGates = {},
): Promise<LoadedGenesis> {
  const bytes = await readFileAt(path, place);
  const document = parsed(bytes);
  const problem = genesisProblem(document, gates);
  if (problem !== null) throw badGenesis(problem);
  return {document, hash: documentHash(document), chainContext: chainContext(document), bytes};
}

/** Why no node with these gates starts with the document; null when one does. */
export function genesisProblem(document: Document, gates: GenesisGates = {}): GenesisError | null {
  return checkDocument(document, documentChecks(gates));
}

/**
 * What a document is checked with at a node with these gates. `blacklist` has the keys that the running chain's document bans.
 * Throws `SignatureError` for a key that is banned anyway.
 */
export function documentChecks(gates: GenesisGates, blacklist: readonly PublicKey[] = []): DocumentChecks {
  const debugAllowed = gates.debugAllowed ?? false;
  const gated = (gate: boolean | undefined): boolean => debugAllowed && (gate ?? false);
  const testKeys = gated(gates.testKeys);
  const banned = nodeBlacklist({
    reserved: Object.values(reservedPublicKeys),
    testKeys: knownTestPublicKeys(),
    allowTestKeys: testKeys,
    genesis: blacklist,
  });
  return {
    debugAllowed,
    skipAttestation: gated(gates.skipAttestation),
    debugEnclaves: gated(gates.debugEnclaves),
    testSigners: testKeys,
    verifier: new SignatureVerifier({blacklist: banned}),
  };
}

function parsed(bytes: Uint8Array): Document {
  try {
    return fromJson(Document, parseJsonFile(bytes));
  } catch (cause) {
    if (!(cause instanceof TypedError)) throw cause;
    throw new GenesisFileError("malformed", `genesis: malformed genesis file: ${cause.message}`, {cause});
  }
}

function badGenesis(cause: GenesisError): GenesisFileError {
  return new GenesisFileError("bad", `genesis: bad genesis file: ${cause.message}`, {cause});
}
