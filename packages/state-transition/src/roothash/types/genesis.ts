import {
  bool,
  embed,
  field,
  list,
  map,
  nullable,
  omitEmpty,
  struct,
  u32,
  u64,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Namespace} from "@oasis-node/primitives/namespace";
import {Costs} from "../../consensus/index.ts";
import {RuntimeGenesis} from "../../registry/types/index.ts";
import {MessageEvent} from "./state.ts";

/** Gas operations of the roothash module (consensus-core §3.1). */
export const roothashGasOps = {
  computeCommit: "compute_commit",
  proposerTimeout: "proposer_timeout",
  evidence: "evidence",
} as const;

/** Consensus parameters of roothash; age of evidence in rounds (consensus-core §2.6). */
export const RoothashParameters = struct("roothash.ConsensusParameters", {
  gasCosts: omitEmpty(Costs),
  debugDoNotSuspendRuntimes: omitEmpty(bool),
  debugBypassStake: omitEmpty(bool),
  maxRuntimeMessages: u32,
  maxEvidenceAge: u64,
});
export type RoothashParameters = ValueOf<typeof RoothashParameters>;

/** State from which a runtime goes on after a restart of the network (consensus-core §2.6). */
export const GenesisRuntimeState = struct("roothash.GenesisRuntimeState", {
  runtimeGenesis: embed(RuntimeGenesis),
  messageResults: omitEmpty(list(nullable(MessageEvent))),
});
export type GenesisRuntimeState = ValueOf<typeof GenesisRuntimeState>;

/** Roothash part of the genesis document (consensus-core §2.6). */
export const RoothashGenesis = struct("roothash.Genesis", {
  parameters: field("params", RoothashParameters),
  runtimeStates: omitEmpty(map(Namespace, nullable(GenesisRuntimeState))),
});
export type RoothashGenesis = ValueOf<typeof RoothashGenesis>;
