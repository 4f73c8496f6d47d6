import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {LmdbStore, MemoryStore, openLmdbNodeDb, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {Namespace} from "@oasis-node/primitives/namespace";
import {engineSuite} from "../engine/engineSuite.ts";
import {testEngine} from "./testEngine.ts";

const namespace = Namespace.zero();

engineSuite("embedded, in memory", async (network) => {
  const db = await openMemoryNodeDb({namespace});
  const store = new MemoryStore();
  return {
    open: async () => testEngine({network, db, store}),
    close: async () => db.close(),
  };
});

engineSuite("embedded, on disk", async (network) => {
  const directory = mkdtempSync(join(tmpdir(), "engine-"));
  let closeLast = async (): Promise<void> => {};
  return {
    open: async () => {
      await closeLast();
      const db = await openLmdbNodeDb({namespace, path: join(directory, "state")});
      const store = new LmdbStore({path: join(directory, "blocks"), readOnly: false, noSync: false});
      closeLast = async () => {
        await store.close();
        await db.close();
      };
      return testEngine({network, db, store});
    },
    close: async () => {
      await closeLast();
      rmSync(directory, {recursive: true});
    },
  };
});
