import {parentPort} from "node:worker_threads";
import {verifyPacked} from "./packedEntries.ts";

/** Entry of a verification thread: packed entries in, one verdict byte each out, both transferred. */
parentPort?.on("message", (packed: Uint8Array) => {
  const verdicts = verifyPacked(packed);
  parentPort?.postMessage(verdicts, [verdicts.buffer]);
});
