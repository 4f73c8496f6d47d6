import {defineMethods} from "../consensus/index.ts";
import {Evidence, ExecutorCommit, ExecutorProposerTimeoutRequest} from "./types/bodies.ts";

/** Transaction methods of roothash (consensus-paratime §3). */
export const roothashMethods = defineMethods("roothash", {
  ExecutorCommit: {body: ExecutorCommit},
  ExecutorProposerTimeout: {body: ExecutorProposerTimeoutRequest},
  Evidence: {body: Evidence},
});
