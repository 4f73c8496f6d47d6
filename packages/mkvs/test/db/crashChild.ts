import {writeSync} from "node:fs";
import {openLmdbNodeDb} from "../../src/db/index.ts";
import {namespace} from "./fixtures.ts";
import {History} from "./history.ts";

/** Lets a history go on until it is killed, and tells of each version that is durable. Arguments: path, seed. */
const [, , path = "", seed = ""] = process.argv;
const db = await openLmdbNodeDb({namespace, path});
writeSync(1, "open\n");
const history = new History(seed);
for (;;) writeSync(1, `${await history.advance(db)}\n`);
