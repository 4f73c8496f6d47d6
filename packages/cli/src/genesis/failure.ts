import {failuresOf} from "../framework/index.ts";

/** Failures of the genesis commands. */
export const genesisFailure = failuresOf("cmd/genesis");
