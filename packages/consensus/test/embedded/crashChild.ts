import {join} from "node:path";
import {LmdbStore, openLmdbNodeDb} from "@oasis-node/mkvs/db";
import {toHex} from "@oasis-node/primitives/bytes";
import {Namespace} from "@oasis-node/primitives/namespace";
import {TestNetwork} from "../engine/testNetwork.ts";
import {testEngine} from "./testEngine.ts";

/**
 * Runs an engine until somebody kills it. Tells of every block `block HEIGHT HASH` and of every transaction that got
 * acknowledged `included HEIGHT NONCE`. Arguments: directory, nonce of the first transaction.
 */
const [directory = "", firstNonce = "0"] = process.argv.slice(2);
const never = new AbortController().signal;

const network = await TestNetwork.create();
const db = await openLmdbNodeDb({namespace: Namespace.zero(), path: join(directory, "state")});
const store = new LmdbStore({path: join(directory, "blocks"), readOnly: false, noSync: false});
const engine = testEngine({network, db, store, emptyBlockInterval: 5});
void tellBlocks();
await engine.start();
process.stdout.write("started\n");
for (let nonce = BigInt(firstNonce); ; nonce++) {
  const inclusion = await engine.submitAndWait(await network.transfer({from: 0, nonce}), never);
  if (inclusion.kind === "included") process.stdout.write(`included ${inclusion.height} ${nonce}\n`);
}

async function tellBlocks(): Promise<void> {
  for await (const {height, block} of engine.subscribe({signal: never})) {
    process.stdout.write(`block ${height} ${toHex(block.id.hash)}\n`);
  }
}
