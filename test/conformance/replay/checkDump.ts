import {existsSync} from "node:fs";
import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import {BytesMap} from "@oasis-node/primitives/bytes";
import type {Reporter} from "../kind.ts";
import {hex, object, readJsonLines} from "../records.ts";
import {describeKey, describeValue} from "./describe.ts";
import {recordedWrite} from "./recordedCall.ts";

/** Compares the whole state with a dump (`kv-H.jsonl.gz`): its root, and every key. Does nothing without the file. */
export async function checkDump(
  path: string,
  tree: KeyValueTree,
  root: Uint8Array,
  report: Reporter,
): Promise<void> {
  if (!existsSync(path)) return;
  const found = new BytesMap<Uint8Array, Uint8Array>();
  const iterator = tree.iterator();
  for (let item = iterator.rewind(); item !== null; item = iterator.next()) found.set(item.key, item.value);
  let isFirst = true;
  for await (const line of readJsonLines(path)) {
    if (isFirst) {
      report.record(path);
      report.expect("root", hex(object(line, path).root, path), root);
      isFirst = false;
      continue;
    }
    const {key, value} = recordedWrite(line, path);
    report.expect(describeKey(key), describeValue(value), describeValue(found.get(key) ?? null));
    found.delete(key);
  }
  for (const [key, value] of found) report.expect(describeKey(key), "absent", describeValue(value));
}
