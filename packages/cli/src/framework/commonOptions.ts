import {commandOptions, rootOptions, versionOptions} from "@oasis-node/node/options";

/** Options that every command has. */
export const commonOptions = rootOptions;
export type CommonOptions = typeof commonOptions;

/** What every command answers by itself. */
export const helpOptions = commandOptions;

/** What the program alone answers. */
export const programOptions = versionOptions;
