import {join} from "node:path";
import {LmdbStore, MemoryStore, type OrderedStore} from "@oasis-node/mkvs/db";
import type {Lifecycle} from "../lifecycle/index.ts";
import type {ChainSettings} from "./settings.ts";

/** Opens the store of the embedded engine's blocks. Throws `NodeDbError`. */
export function openBlocks(
  {directory}: Pick<ChainSettings, "directory">,
  lifecycle: Lifecycle,
): Promise<OrderedStore> {
  const open = (): OrderedStore => {
    if (directory === null) return new MemoryStore();
    const path = join(directory, "data", "blockstore.lmdb.db");
    return new LmdbStore({path, readOnly: false, noSync: false});
  };
  return lifecycle.start("block store", open, (store) => store.close());
}
