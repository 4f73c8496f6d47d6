import {clientOptions} from "@oasis-node/node/options";
import {jsonOptions} from "../framework/index.ts";

export const statusOptions = {...clientOptions, ...jsonOptions};
