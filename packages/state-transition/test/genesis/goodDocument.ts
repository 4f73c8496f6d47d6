import {reservedPublicKeys} from "@oasis-node/primitives/address";
import {nodeBlacklist, SignatureVerifier} from "@oasis-node/primitives/signature";
import {type Document, type DocumentChecks, parseDocument} from "../../src/genesis/index.ts";
import {recordedText} from "../support.ts";

/** A recorded document with which a network started, in debug mode; every call gives a fresh one. */
export function goodDocument(): Document {
  return parseDocument(recordedText("chain-1/genesis.json"));
}

const blacklist = nodeBlacklist({
  reserved: Object.values(reservedPublicKeys),
  testKeys: [],
  allowTestKeys: true,
  genesis: [],
});

export const debugChecks: DocumentChecks = {
  debugAllowed: true,
  skipAttestation: false,
  verifier: new SignatureVerifier({blacklist}),
};
