import {toJson} from "@oasis-node/primitives/cbor";
import type {Height} from "@oasis-node/primitives/epoch";
import {TypedError} from "@oasis-node/primitives/errors";
import {stringifyJson} from "@oasis-node/primitives/json";
import {tendermintAppVersion} from "@oasis-node/primitives/version";
import {type BeaconParameters, beaconBackends} from "../beacon/index.ts";
import {chainContext, Document} from "./document.ts";
import {genesisValidators, type TendermintValidator, type ValidatorChecks} from "./genesisValidators.ts";

/** The one consensus backend there is (consensus-core §2.5). */
const backendName = "tendermint";
/** Characters of the chain context that Tendermint has room for. */
const maxChainIdLength = 50;
const millisecond = 1_000_000n;
const second = 1_000_000_000n;
/** Blocks per epoch where a document for debugging does not say. */
const mockEpochInterval = 100n;

/** Parameters of the engine; -1 for no limit of gas. */
export interface TendermintParameters {
  readonly block: {readonly maxBytes: bigint; readonly maxGas: bigint; readonly timeIotaMs: bigint};
  readonly evidence: {
    readonly maxAgeNumBlocks: bigint;
    /** Nanoseconds. */
    readonly maxAgeDuration: bigint;
    readonly maxBytes: bigint;
  };
  readonly validator: {readonly pubKeyTypes: readonly string[]};
  readonly version: {readonly appVersion: bigint};
}

/** What the engine starts from (consensus-core §3.2). */
export interface TendermintGenesis {
  readonly chainId: string;
  /** Nanoseconds since 1970. */
  readonly genesisTime: bigint;
  readonly initialHeight: Height;
  readonly parameters: TendermintParameters;
  /** By descending power. */
  readonly validators: readonly TendermintValidator[];
  /** Compact JSON of the document. */
  readonly appState: string;
}

/** A document from which no engine can start, though nothing says so in the checks of its parts. */
export class TendermintGenesisError extends TypedError<
  "backend" | "height" | "beaconBackend" | "epochInterval"
> {}

export interface TendermintGenesisOptions extends ValidatorChecks {
  /** Makes up for intervals that a document for debugging leaves out. */
  readonly debugAllowed: boolean;
}

/**
 * The Tendermint genesis that follows from a document (consensus-core §3.2). Throws `TendermintGenesisError`,
 * `GenesisValidatorError`, or `UnknownMemberError` for a vote without JSON.
 */
export function tendermintGenesis(document: Document, options: TendermintGenesisOptions): TendermintGenesis {
  const {height, time} = document;
  const {backend} = document.consensus;
  if (backend !== backendName)
    throw new TendermintGenesisError(
      "backend",
      `tendermint: genesis document contains incorrect consensus backend: ${backend}`,
    );
  if (height < 1n)
    throw new TendermintGenesisError("height", `tendermint: invalid initial height (must be >=1): ${height}`);
  return {
    chainId: chainContext(document).slice(0, maxChainIdLength),
    genesisTime: time,
    initialHeight: height,
    parameters: engineParameters(document, options.debugAllowed),
    validators: genesisValidators(document, options),
    appState: stringifyJson(toJson(Document, document)),
  };
}

function engineParameters(document: Document, debugAllowed: boolean): TendermintParameters {
  const {timeoutCommit, maxBlockSize, maxBlockGas, maxEvidenceSize} = document.consensus.parameters;
  const {debondingInterval} = document.staking.parameters;
  const debondingEpochs = debondingInterval === 0n && debugAllowed ? 1n : debondingInterval;
  const maxAgeNumBlocks = asI64(debondingEpochs * epochInterval(document.beacon.parameters, debugAllowed));
  return {
    block: {
      maxBytes: asI64(maxBlockSize),
      maxGas: maxBlockGas === 0n ? -1n : asI64(maxBlockGas),
      timeIotaMs: timeoutCommit / millisecond,
    },
    evidence: {
      maxAgeNumBlocks,
      maxAgeDuration: asI64(maxAgeNumBlocks * asI64(timeoutCommit + second)),
      maxBytes: asI64(maxEvidenceSize),
    },
    validator: {pubKeyTypes: ["ed25519"]},
    version: {appVersion: tendermintAppVersion},
  };
}

/** Blocks of an epoch if nothing goes wrong. */
function epochInterval(parameters: BeaconParameters, debugAllowed: boolean): bigint {
  const interval = configuredInterval(parameters);
  const isMock = parameters.backend === beaconBackends.insecure && parameters.debugMockBackend;
  if (interval === 0n && isMock && debugAllowed) return mockEpochInterval;
  if (interval === 0n)
    throw new TendermintGenesisError("epochInterval", "tendermint: unable to determine epoch interval");
  return interval;
}

/** Zero also for a backend without its parameters, on which the reference crashes (consensus-core §14). */
function configuredInterval({backend, insecureParameters, pvssParameters}: BeaconParameters): bigint {
  if (backend === beaconBackends.insecure) return insecureParameters?.interval ?? 0n;
  if (backend !== beaconBackends.pvss)
    throw new TendermintGenesisError("beaconBackend", `tendermint: unknown beacon backend: '${backend}'`);
  if (pvssParameters === null) return 0n;
  const {commitInterval, revealInterval, transitionDelay} = pvssParameters;
  return asI64(commitInterval + revealInterval + transitionDelay);
}

/** The reference computes with Go's int64, which wraps. */
function asI64(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}
