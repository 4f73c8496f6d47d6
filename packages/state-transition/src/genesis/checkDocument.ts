import {TypedError} from "@oasis-node/primitives/errors";
import type {SignatureVerifier} from "@oasis-node/primitives/signature";
import {checkBeaconGenesis} from "../beacon/index.ts";
import {checkConsensusGenesis} from "../consensus/index.ts";
import type {NodeSettings} from "../context/index.ts";
import {checkGovernanceGenesis} from "../governance/index.ts";
import {checkKeymanagerGenesis} from "../keymanager/index.ts";
import {attestationSettings, checkRegistryGenesis} from "../registry/index.ts";
import {checkRoothashGenesis} from "../roothash/index.ts";
import {checkSchedulerGenesis} from "../scheduler/index.ts";
import {checkStakingGenesis} from "../staking/index.ts";
import type {Document} from "./document.ts";

/** Parts of a genesis document, in the order in which they are checked; `document` is what belongs to none. */
export type DocumentPart =
  | "document"
  | "consensus"
  | "beacon"
  | "registry"
  | "roothash"
  | "staking"
  | "keymanager"
  | "scheduler"
  | "governance";

/** A genesis document with which no node starts. `code` is the part that is wrong, the message the reference's reason. */
export class GenesisError extends TypedError<DocumentPart> {}

/** `debugAllowed` accepts what only the debug mode of a node does; the other settings are about attestations. */
export interface DocumentChecks
  extends Pick<NodeSettings, "debugAllowed" | "skipAttestation" | "debugEnclaves" | "testSigners"> {
  /** Verifies what is signed in the document; its blacklist is that of the node without the document's own keys. */
  readonly verifier: SignatureVerifier;
}

/** The first thing wrong with a document, in the reference's order; null when nothing is (consensus-core §2.7). */
export function checkDocument(document: Document, checks: DocumentChecks): GenesisError | null {
  for (const problem of problems(document, checks)) return problem;
  return null;
}

/** Everything wrong with a document, for the people who have to mend it; what follows from an earlier problem may be missing. */
export function documentProblems(document: Document, checks: DocumentChecks): GenesisError[] {
  return [...problems(document, checks)];
}

function* problems(document: Document, checks: DocumentChecks): Generator<GenesisError> {
  const {staking, registry, roothash, keymanager, scheduler, governance, beacon, consensus} = document;
  const {base} = beacon;
  yield* of("document", checkHead(document));
  yield* of("consensus", checkConsensusGenesis(consensus, checks));
  yield* of("beacon", checkBeaconGenesis(beacon, checks));
  const registryChecks = {
    ...checks,
    attestation: attestationSettings(checks, document.time),
    baseEpoch: base,
    ledger: staking.ledger,
    thresholds: staking.parameters.thresholds,
    publicKeyBlacklist: consensus.parameters.publicKeyBlacklist,
  };
  yield* of("registry", checkRegistryGenesis(registry, registryChecks));
  yield* of("roothash", checkRoothashGenesis(roothash, checks));
  yield* of("staking", checkStakingGenesis(staking, {baseEpoch: base}));
  yield* of("keymanager", checkKeymanagerGenesis(keymanager, checks));
  const {totalSupply, governanceDeposits} = staking;
  yield* of("scheduler", checkSchedulerGenesis(scheduler, {...checks, totalSupply}));
  yield* of("governance", checkGovernanceGenesis(governance, {baseEpoch: base, governanceDeposits}));
  if (document.haltEpoch < base)
    yield new GenesisError("document", "genesis: sanity check failed: halt epoch is in the past");
}

function* of(part: DocumentPart, reasons: Iterable<string>): Generator<GenesisError> {
  for (const reason of reasons) yield new GenesisError(part, reason);
}

function* checkHead({height, chainId}: Document): Generator<string> {
  if (height < 1n) yield "genesis: sanity check failed: height must be >= 1";
  if (isBlank(chainId)) yield "genesis: sanity check failed: chain ID must not be empty";
}

/** Nothing but what Unicode calls white space, which is not exactly what `trim` removes. */
function isBlank(text: string): boolean {
  return /^\p{White_Space}*$/u.test(text);
}
