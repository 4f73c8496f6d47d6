import {toHex} from "@oasis-node/primitives/bytes";
import {
  bytes,
  field,
  fromJson,
  map,
  struct,
  text,
  time,
  toJson,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Epoch, Height} from "@oasis-node/primitives/epoch";
import {type Hash, hashOfValue} from "@oasis-node/primitives/hash";
import {parseJson, stringifyJson} from "@oasis-node/primitives/json";
import {BeaconGenesis} from "../beacon/types/index.ts";
import {ConsensusGenesis} from "../consensus/index.ts";
import {GovernanceGenesis} from "../governance/types/index.ts";
import {KeymanagerGenesis} from "../keymanager/types/index.ts";
import {RegistryGenesis} from "../registry/types/index.ts";
import {RoothashGenesis} from "../roothash/types/index.ts";
import {SchedulerGenesis} from "../scheduler/types/index.ts";
import {StakingGenesis} from "../staking/types/index.ts";

/** Genesis document: the state in which a network starts, and what identifies it (consensus-core §2.1). */
export const Document = struct("genesis.Document", {
  height: Height,
  time: field("genesis_time", time),
  chainId: text,
  registry: RegistryGenesis,
  roothash: RoothashGenesis,
  staking: StakingGenesis,
  keymanager: KeymanagerGenesis,
  scheduler: SchedulerGenesis,
  beacon: BeaconGenesis,
  governance: GovernanceGenesis,
  consensus: ConsensusGenesis,
  haltEpoch: Epoch,
  extraData: map(text, bytes),
});
export type Document = ValueOf<typeof Document>;

/** Hash of the document's canonical CBOR; its time counts in whole seconds there. */
export function documentHash(document: Document): Hash {
  return hashOfValue(Document, document);
}

/** What separates the network from all others in signatures: the document's hash in hexadecimal. */
export function chainContext(document: Document): string {
  return toHex(documentHash(document));
}

/** The document of a genesis file. Throws `JsonError`. */
export function parseDocument(text: string): Document {
  return fromJson(Document, parseJson(text));
}

/** Canonical text of a genesis file: indented by two blanks, in the order of declaration, with a line feed at the end. */
export function formatDocument(document: Document): string {
  return `${stringifyJson(toJson(Document, document), "  ")}\n`;
}
