export {buildGenesis, GenesisBuildError, type GenesisParameters, type GenesisParts} from "./buildGenesis.ts";
export {type CanonicalProblem, canonicalProblem} from "./canonical.ts";
export {defaultGasCosts} from "./gasCosts.ts";
export {
  documentChecks,
  GenesisFileError,
  type GenesisGates,
  genesisProblem,
  type LoadedGenesis,
  loadGenesisFile,
} from "./genesisFile.ts";
export {emptyStakingState, type StakingOverrides, StakingStateError, stakingState} from "./stakingState.ts";
