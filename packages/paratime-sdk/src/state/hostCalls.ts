import type {RuntimeConnection} from "@oasis-node/runtime/protocol";

/** What a ParaTime may ask its host for (runtime-workers §1.6). */
export type HostCalls = Pick<RuntimeConnection, "call">;
