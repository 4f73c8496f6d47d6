import {failuresOf} from "../framework/index.ts";

/** Failures of the commands that use ParaTimes. */
export const paratimeFailure: ReturnType<typeof failuresOf> = failuresOf("cmd/paratime");
