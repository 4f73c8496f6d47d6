import {join} from "node:path";
import {FileCheckpointStore} from "@oasis-node/mkvs/checkpoint";
import {openLmdbNodeDb} from "@oasis-node/mkvs/db";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Signer} from "@oasis-node/primitives/signature";
import {LocalStorage} from "./localStorage.ts";
import {receiptContext} from "./receipts.ts";

/** Names within the directory of a runtime, `<datadir>/runtimes/<hex id>`. */
export const storageFiles = {database: "mkvs_storage.lmdb.db", checkpoints: "checkpoints"} as const;

export interface OpenStorageOptions {
  /** Directory of the runtime; the database makes its own below it. */
  readonly directory: string;
  readonly runtimeId: Namespace;
  /** Key of the node. */
  readonly signer: Signer;
  readonly chainContext: string;
  /** Most bytes of pages kept in memory. */
  readonly cacheSize: number;
}

/** Opens the storage of a runtime on disk. Throws `NodeDbError`. The caller closes its `db`. */
export async function openStorage(options: OpenStorageOptions): Promise<LocalStorage> {
  const {directory, runtimeId, signer, chainContext, cacheSize} = options;
  const path = join(directory, storageFiles.database);
  const db = await openLmdbNodeDb({path, namespace: runtimeId, cacheSize});
  return new LocalStorage({
    db,
    checkpoints: new FileCheckpointStore(join(path, storageFiles.checkpoints), db),
    signer,
    context: receiptContext(chainContext),
  });
}
