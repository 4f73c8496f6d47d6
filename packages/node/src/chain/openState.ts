import {join} from "node:path";
import {openLmdbNodeDb, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {asHeight} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {ApplicationState} from "@oasis-node/state-transition/application";
import type {Lifecycle} from "../lifecycle/index.ts";
import type {ChainSettings} from "./settings.ts";

/** The consensus state belongs to no ParaTime. */
const namespace = asNamespace(new Uint8Array(32));

/** Below the directory of the chain. */
export const stateDirectory = "abci-state";
const databaseDirectory = "mkvs_storage.lmdb.db";

/** Opens the state of the chain. Throws `NodeDbError`, `ApplicationError`. */
export async function openState(
  {directory, genesis}: Pick<ChainSettings, "directory" | "genesis">,
  lifecycle: Lifecycle,
): Promise<ApplicationState> {
  // Nothing asks for the write logs of the consensus state.
  const options = {namespace, discardWriteLogs: true};
  const open = () =>
    directory === null
      ? openMemoryNodeDb(options)
      : openLmdbNodeDb({...options, path: join(directory, stateDirectory, databaseDirectory)});
  const db = await lifecycle.start("state database", open, (opened) => opened.close());
  return ApplicationState.open(db, asHeight(genesis.height));
}
