import type {NodeDb} from "@oasis-node/mkvs/db";
import {nodeDbErrors} from "@oasis-node/mkvs/db";
import {emptyRoot, type Root} from "@oasis-node/mkvs/node";
import {Tree} from "@oasis-node/mkvs/tree";
import type {LogEntry} from "@oasis-node/mkvs/writeLog";
import {equal, toHex} from "@oasis-node/primitives/bytes";
import {CodedError} from "@oasis-node/primitives/errors";
import type {Reporter} from "../../kind.ts";
import type {Entry, Operation, Scenario, VersionRecord} from "./scenario.ts";

/** Runs all versions of a scenario on one tree, each committed and finalised, and returns the last root. */
export async function replayVersions(scenario: Scenario, db: NodeDb, report: Reporter): Promise<Root> {
  const {namespace, rootType} = scenario;
  const tree = Tree.create({db, rootType});
  let previous: Root | null = null;
  try {
    for (const record of scenario.versions) {
      const at = `version ${record.version}`;
      replayOperations(tree, record.operations, at, report);
      const {writeLog, hash} = await tree.commit(namespace, record.version);
      const root: Root = {namespace, version: record.version, type: rootType, hash};
      report.expect(`${at}: root`, record.root, hash);
      report.expect(`${at}: write log`, byKey(record.writeLog), byKey(writeLog.map(toEntry)));
      await db.finalize([root]);
      if (previous !== null && record.hasStoredLog) checkStoredLog(db, previous, root, record, report);
      previous = root;
    }
  } finally {
    tree.close();
  }
  return previous ?? emptyRoot(namespace, 0n, rootType);
}

function replayOperations(tree: Tree, operations: readonly Operation[], at: string, report: Reporter): void {
  for (const [i, {op, key, value, result}] of operations.entries()) {
    const what = `${at}: operation ${i}, ${op} ${toHex(key)}`;
    if (op === "insert") tree.insert(key, value);
    else if (op === "remove") tree.remove(key);
    else if (op === "remove_existing") report.expect(what, result, tree.removeExisting(key));
    else if (op === "get") report.expect(what, result, tree.get(key));
    else report.expect(`${at}: operation ${i}`, "a known operation", op);
  }
}

/**
 * The log in the database has to be the one that the commit returned. The reference's is not: it loses empty values and
 * keys that were removed and set again, and cannot be read at all where a leaf was replaced (primitives-mkvs §4.5), so
 * what was recorded of it does not count. Between equal hashes there may be no log.
 */
function checkStoredLog(db: NodeDb, start: Root, end: Root, record: VersionRecord, report: Reporter): void {
  const what = `version ${record.version}: write log in the database`;
  try {
    const found = [...db.getWriteLog(start, end)].map(toEntry);
    report.expect(what, byKey(record.writeLog), byKey(found));
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const mayMiss = equal(start.hash, end.hash) && nodeDbErrors.writeLogNotFound.is(error);
    if (!mayMiss) report.expect(what, byKey(record.writeLog), error.message);
  }
}

function toEntry({key, value}: LogEntry): Entry {
  return [key ?? new Uint8Array(), value];
}

/** Order in a write log is free. */
function byKey(log: readonly Entry[]): readonly string[] {
  return log.map(([key, value]) => `${toHex(key)} = ${value === null ? "removed" : toHex(value)}`).sort();
}
