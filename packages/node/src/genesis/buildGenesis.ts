import {BytesMap, toBase64} from "@oasis-node/primitives/bytes";
import {decode} from "@oasis-node/primitives/cbor";
import type {Epoch, Height} from "@oasis-node/primitives/epoch";
import {TypedError} from "@oasis-node/primitives/errors";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {BeaconGenesis, type BeaconParameters} from "@oasis-node/state-transition/beacon";
import type {ConsensusGenesis} from "@oasis-node/state-transition/consensus";
import {Entity, type SignedEntity} from "@oasis-node/state-transition/entity";
import {Document} from "@oasis-node/state-transition/genesis";
import {GovernanceGenesis, type GovernanceParameters} from "@oasis-node/state-transition/governance";
import {KeymanagerGenesis, type KeymanagerStatus} from "@oasis-node/state-transition/keymanager";
import type {MultiSignedNode} from "@oasis-node/state-transition/node";
import {RegistryGenesis, type RegistryParameters, type Runtime} from "@oasis-node/state-transition/registry";
import {
  type GenesisRuntimeState,
  RoothashGenesis,
  type RoothashParameters,
} from "@oasis-node/state-transition/roothash";
import {SchedulerGenesis, type SchedulerParameters} from "@oasis-node/state-transition/scheduler";
import type {StakingGenesis} from "@oasis-node/state-transition/staking";

/** Consensus parameters of every application but staking, which brings its own. */
export interface GenesisParameters {
  readonly registry: RegistryParameters;
  readonly roothash: RoothashParameters;
  readonly scheduler: SchedulerParameters;
  readonly beacon: BeaconParameters;
  readonly governance: GovernanceParameters;
  readonly consensus: ConsensusGenesis;
}

/** What a new network starts with. */
export interface GenesisParts {
  readonly chainId: string;
  readonly height: Height;
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  readonly haltEpoch: Epoch;
  readonly parameters: GenesisParameters;
  readonly staking: StakingGenesis;
  readonly entities?: readonly SignedEntity[];
  readonly nodes?: readonly MultiSignedNode[];
  readonly runtimes?: readonly Runtime[];
  readonly runtimeStates?: Iterable<readonly [Namespace, GenesisRuntimeState]>;
  readonly keymanagers?: readonly KeymanagerStatus[];
}

/**
 * - `duplicateEntity`: an entity is registered twice;
 * - `duplicateRuntimeState`: two states are given for one runtime.
 */
export class GenesisBuildError extends TypedError<"duplicateEntity" | "duplicateRuntimeState"> {}

/**
 * Puts a genesis document together; `genesisProblem` tells whether a node starts with it. Throws `GenesisBuildError`, or
 * `CborError` for an envelope that holds no entity.
 */
export function buildGenesis(parts: GenesisParts): Document {
  const {parameters, staking, entities = [], nodes = [], runtimes = [], keymanagers = []} = parts;
  checkEntities(entities);
  return Document.make({
    height: parts.height,
    time: parts.time,
    chainId: parts.chainId,
    haltEpoch: parts.haltEpoch,
    registry: RegistryGenesis.make({
      parameters: parameters.registry,
      entities: [...entities],
      nodes: [...nodes],
      runtimes: [...runtimes],
    }),
    roothash: RoothashGenesis.make({
      parameters: parameters.roothash,
      runtimeStates: uniqueStates(parts.runtimeStates ?? []),
    }),
    staking,
    keymanager: KeymanagerGenesis.make({statuses: [...keymanagers]}),
    scheduler: SchedulerGenesis.make({parameters: parameters.scheduler}),
    beacon: BeaconGenesis.make({parameters: parameters.beacon}),
    governance: GovernanceGenesis.make({parameters: parameters.governance}),
    consensus: parameters.consensus,
  });
}

function checkEntities(entities: readonly SignedEntity[]): void {
  const ids = new BytesMap<Uint8Array, true>();
  for (const {untrustedRawValue} of entities) {
    const {id} = decode(Entity, untrustedRawValue ?? new Uint8Array());
    if (ids.has(id)) {
      const details = {entity: toBase64(id)};
      throw new GenesisBuildError("duplicateEntity", "genesis: duplicate entity registration", {details});
    }
    ids.set(id, true);
  }
}

function uniqueStates(
  states: Iterable<readonly [Namespace, GenesisRuntimeState]>,
): BytesMap<Namespace, GenesisRuntimeState> {
  const unique = new BytesMap<Namespace, GenesisRuntimeState>();
  for (const [runtime, state] of states) {
    if (unique.has(runtime))
      throw new GenesisBuildError("duplicateRuntimeState", "duplicate genesis roothash runtime states");
    unique.set(runtime, state);
  }
  return unique;
}
