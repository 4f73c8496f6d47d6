import {openLmdbNodeDb, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {toHex} from "@oasis-node/primitives/bytes";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {LocalChain} from "../chain/localChain.ts";
import {Workload, workloadChain} from "./workload.ts";

/**
 * Run in a process of its own: `recordWorkload.ts SEED BLOCKS [PATH CACHE RESTART…]` makes the blocks of a workload, in
 * memory or in an LMDB database with a page cache of so many bytes that is closed and opened again after the blocks
 * named RESTART, and prints the app hash of each.
 */
const [seed = "0", blocks = "0", path, cacheSize = "0", ...restarts] = process.argv.slice(2);

const namespace = asNamespace(new Uint8Array(32));
const open = () =>
  path === undefined
    ? openMemoryNodeDb({namespace, discardWriteLogs: true})
    : openLmdbNodeDb({namespace, path, cacheSize: Number(cacheSize), noSync: true});

let db = await open();
let chain = await LocalChain.start({...workloadChain, db});
const workload = new Workload(Number(seed));
for (let height = 1; height <= Number(blocks); height++) {
  const {appHash} = await workload.block(chain);
  process.stdout.write(`${toHex(appHash)}\n`);
  if (!restarts.includes(String(height))) continue;
  await db.close();
  db = await open();
  chain = chain.restarted(db);
}
await db.close();
