import {utf8} from "@oasis-node/primitives/bytes";
import {testNamespace} from "@oasis-node/primitives/namespace";
import type {FileKind, Reporter} from "../kind.ts";
import {array, base64, type JsonObject, object, RecordError, readText, string} from "../records.ts";
import {openLmdb, openMemory, withTemporaryDirectory} from "./mkvs/databases.ts";
import {committed, neverCommitted, overlaid, remote, reopened, type Subject} from "./mkvs/subjects.ts";

const namespace = testNamespace(utf8("conformance"));

type Operation =
  | {readonly op: "Insert"; readonly key: Uint8Array; readonly value: Uint8Array}
  | {readonly op: "Remove"; readonly key: Uint8Array}
  | {readonly op: "Get"; readonly key: Uint8Array; readonly value: Uint8Array | null}
  | {
      readonly op: "IteratorSeek";
      readonly key: Uint8Array;
      readonly expectedKey: Uint8Array | null;
      readonly value: Uint8Array | null;
    };

/**
 * A list of operations on one tree with what they should find. Each runs on trees that differ in how they keep their
 * nodes; all must agree on the root after every operation.
 */
export const mkvs: FileKind = {
  name: "mkvs",
  async check(path: string, report: Reporter): Promise<void> {
    const operations = array(JSON.parse(await readText(path)), path).map(readOperation);
    await withTemporaryDirectory(async (directory) => {
      const subjects = [
        neverCommitted(),
        overlaid(),
        committed(await openMemory(namespace)),
        await reopened(() => openLmdb(namespace, directory)),
        remote(await openMemory(namespace)),
      ];
      for (const [i, operation] of operations.entries()) {
        report.record(`operation ${i}, ${operation.op}`);
        for (const subject of subjects) await run(subject, operation, report);
        await compareRoots(subjects, report);
      }
    });
  },
};

async function run(subject: Subject, operation: Operation, report: Reporter): Promise<void> {
  const {key} = operation;
  switch (operation.op) {
    case "Insert":
      return subject.insert(key, operation.value);
    case "Remove":
      await subject.remove(key);
      return report.expect(`${subject.name}: value after removal`, null, await subject.get(key));
    case "Get":
      return report.expect(`${subject.name}: value`, operation.value, await subject.get(key));
    case "IteratorSeek": {
      const item = await subject.seek(key);
      report.expect(`${subject.name}: key`, operation.expectedKey, item?.key ?? null);
      report.expect(`${subject.name}: value`, operation.value, item?.value ?? null);
    }
  }
}

async function compareRoots(subjects: readonly Subject[], report: Reporter): Promise<void> {
  const [first, ...others] = subjects;
  if (first === undefined) return;
  const root = await first.root();
  for (const other of others) report.expect(`${other.name}: root`, root, await other.root());
}

function readOperation(record: unknown, index: number): Operation {
  const where = `operation ${index}`;
  const fields = object(record, where);
  const op = string(fields.op, where);
  const key = optionalBytes(fields, "key") ?? new Uint8Array();
  const value = optionalBytes(fields, "value");
  switch (op) {
    case "Insert":
      return {op, key, value: value ?? new Uint8Array()};
    case "Remove":
      return {op, key};
    case "Get":
      return {op, key, value};
    case "IteratorSeek":
      return {op, key, expectedKey: optionalBytes(fields, "expected_key"), value};
    default:
      throw new RecordError(where, "Insert, Remove, Get or IteratorSeek", op);
  }
}

/** A field that is left out is nil. */
function optionalBytes(fields: JsonObject, name: string): Uint8Array | null {
  const value = fields[name];
  return value === undefined || value === null ? null : base64(value, name);
}
