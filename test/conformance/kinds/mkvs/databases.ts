import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {type NodeDb, openLmdbNodeDb, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import type {Namespace} from "@oasis-node/primitives/namespace";

/** A kind of node database. */
export interface Databases {
  readonly name: string;
  /** Runs `work`, which can open any number of empty databases; what they leave behind is removed afterwards. */
  use(namespace: Namespace, work: (openEmpty: () => Promise<NodeDb>) => Promise<void>): Promise<void>;
}

export const memoryDatabases: Databases = {
  name: "memory",
  use: (namespace, work) => work(() => openMemory(namespace)),
};

export const lmdbDatabases: Databases = {
  name: "LMDB",
  use: (namespace, work) =>
    withTemporaryDirectory((directory) => {
      let opened = 0;
      return work(() => openLmdb(namespace, join(directory, `${opened++}`)));
    }),
};

export async function openMemory(namespace: Namespace): Promise<NodeDb> {
  return openMemoryNodeDb({namespace});
}

/** Opens what is at `path`, or makes a database there. */
export async function openLmdb(namespace: Namespace, path: string): Promise<NodeDb> {
  return openLmdbNodeDb({namespace, path, noSync: true});
}

export async function withTemporaryDirectory(work: (path: string) => Promise<void>): Promise<void> {
  const path = await mkdtemp(join(tmpdir(), "mkvs-conformance-"));
  try {
    await work(path);
  } finally {
    await rm(path, {recursive: true});
  }
}
