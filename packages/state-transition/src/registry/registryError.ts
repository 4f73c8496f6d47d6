import {TypedError} from "@oasis-node/primitives/errors";

/**
 * Refusals to which the reference gives no code of their own: (unknown, 1) as a result.
 *
 * - `runtimeGenesis`: the genesis state of a runtime is neither given nor vouched for;
 * - `malformedNode`: a descriptor with a null runtime or an empty beacon point, on which the reference crashes
 *   (consensus-core §14);
 * - `lookup`: what the descriptor names is not there; the cause has the code of the refusal;
 * - `sanity`: the registry part of a genesis document is not consistent.
 */
export class RegistryError extends TypedError<"runtimeGenesis" | "malformedNode" | "lookup" | "sanity"> {}
