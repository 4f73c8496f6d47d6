import {FileError} from "@oasis-node/node/files";
import {type GenesisGates, type LoadedGenesis, loadGenesisFile} from "@oasis-node/node/genesis";
import type {genesisFileOptions, OptionValues} from "@oasis-node/node/options";
import type {CommandContext, CommandFailure, CommonOptions} from "../framework/index.ts";
import {orFail} from "../framework/index.ts";

/** Debug gates of a command line. */
export function gatesOf(common: OptionValues<CommonOptions>): GenesisGates {
  return {
    debugAllowed: common["debug.dont_blame_oasis"],
    testKeys: common["debug.allow_test_keys"],
  };
}

/** The genesis document of the options. What is wrong with it is told by `fail`; a file that cannot be read, by a warning too. */
export async function openGenesis(
  {options, common, environment, partLogger}: CommandContext<typeof genesisFileOptions>,
  fail: (err: Error) => CommandFailure,
): Promise<LoadedGenesis> {
  const filename = options["genesis.file"];
  return orFail(
    () => loadGenesisFile(filename, environment, gatesOf(common)),
    (err) => {
      if (err instanceof FileError) {
        const files = partLogger("genesis/file").with({filename});
        files.warn("failed to open genesis document", {err});
      }
      return fail(err);
    },
  );
}
