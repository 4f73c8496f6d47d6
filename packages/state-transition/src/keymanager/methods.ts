import {defineMethods} from "../consensus/index.ts";
import {SignedPolicySgx} from "./types/index.ts";

/** Transaction methods of the key manager (consensus-paratime §4.3). */
export const keymanagerMethods = defineMethods("keymanager", {UpdatePolicy: {body: SignedPolicySgx}});
