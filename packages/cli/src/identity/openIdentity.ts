import {type FileIdentity, loadIdentity} from "@oasis-node/node/identity";
import type {OptionTable} from "@oasis-node/node/options";
import {toMilliseconds} from "@oasis-node/primitives/clock";
import {type CommandContext, type CommandFailure, failuresOf} from "../framework/index.ts";

/** Failures of the identity commands. */
export const identityFailure: (
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => CommandFailure = failuresOf("cmd/identity");

/** The data directory, which these commands cannot do without. */
export function requiredDirectory({common}: CommandContext<OptionTable>): string {
  if (common.datadir === "") throw identityFailure("data directory must be set");
  return common.datadir;
}

/** The identity in the data directory; only `identity init` makes one. Throws what `loadIdentity` throws. */
export function openIdentity(context: CommandContext<OptionTable>, generate: boolean): Promise<FileIdentity> {
  const {clock, entropy} = context.environment;
  return loadIdentity({
    directory: requiredDirectory(context),
    random: entropy,
    now: () => toMilliseconds(clock.now()),
    generate,
    persistTls: generate,
  });
}
