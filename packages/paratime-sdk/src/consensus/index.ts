export {consensusState} from "./consensusState.ts";
export {StakingReader} from "./stakingReader.ts";
export {LightBlockError, stateRootOf} from "./stateRoot.ts";
export {trustingVerifier, type Verifier} from "./verifier.ts";
