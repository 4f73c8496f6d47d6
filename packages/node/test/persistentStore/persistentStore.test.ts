import {lstat, mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {MemoryStore} from "@oasis-node/mkvs/db";
import {bool} from "@oasis-node/primitives/cbor";
import {StoredValue} from "@oasis-node/worker/store";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {PersistentStore, persistentStoreName} from "../../src/persistentStore/index.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "oasis-store-"));
});
afterEach(async () => {
  await rm(root, {recursive: true, force: true});
});

describe("the persistent store", () => {
  test("keeps values of services apart and over restarts, for the owner only", async () => {
    const first = await PersistentStore.open(root);
    const requested = (store: PersistentStore, service: string) =>
      new StoredValue(store.service(service), "deregistration requested", bool);
    expect(await requested(first, "worker/registration").get()).toBeNull();
    await requested(first, "worker/registration").put(true);
    await requested(first, "worker/beacon").put(false);
    await first.close();

    const second = await PersistentStore.open(root);
    expect(await requested(second, "worker/registration").get()).toBe(true);
    await requested(second, "worker/registration").delete();
    await requested(second, "worker/registration").delete();
    expect(await requested(second, "worker/registration").get()).toBeNull();
    expect(await requested(second, "worker/beacon").get()).toBe(false);
    await second.close();

    const modes = ["", "data.mdb", "lock.mdb"].map(async (name) =>
      ((await lstat(join(root, persistentStoreName, name))).mode & 0o777).toString(8),
    );
    expect(await Promise.all(modes)).toEqual(["700", "600", "600"]);
  });

  test("refuses everything once it is closed", async () => {
    const store = await PersistentStore.open(root);
    const service = store.service("upgrade");
    await store.close();
    await expect(service.get("a")).rejects.toMatchObject({code: "closed"});
    await expect(service.put("a", new Uint8Array())).rejects.toMatchObject({code: "closed"});
  });

  test("works over any ordered store", async () => {
    const service = new PersistentStore(new MemoryStore()).service("upgrade");
    await service.put("a", Uint8Array.of(1));
    expect(await service.get("a")).toEqual(Uint8Array.of(1));
  });
});
