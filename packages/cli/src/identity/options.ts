import {jsonOptions, verboseOptions} from "../framework/index.ts";

export const identityInitOptions = {...verboseOptions, ...jsonOptions};
export const addressOptions = {...verboseOptions, ...jsonOptions};
