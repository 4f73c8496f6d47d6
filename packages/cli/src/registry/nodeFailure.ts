import {failuresOf} from "../framework/index.ts";

/** Failures of the node commands. */
export const nodeFailure = failuresOf("cmd/registry/node");
