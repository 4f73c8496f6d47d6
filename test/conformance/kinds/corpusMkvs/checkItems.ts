import type {NodeDb} from "@oasis-node/mkvs/db";
import type {Root} from "@oasis-node/mkvs/node";
import {type Item, Tree} from "@oasis-node/mkvs/tree";
import {toHex} from "@oasis-node/primitives/bytes";
import type {Reporter} from "../../kind.ts";
import type {Entry, FinalState} from "./scenario.ts";

/** Most items that were recorded after a seek. */
const SEEK_ITEMS = 3;

/** Reads the whole tree in order, and from every recorded place. */
export function checkItems({items, seeks}: FinalState, db: NodeDb, root: Root, report: Reporter): void {
  const tree = Tree.open({db, root});
  report.expect("items", items, allItems(tree));
  const iterator = tree.iterator();
  for (const {seek, next} of seeks) {
    const found: Entry[] = [];
    for (let item = iterator.seek(seek); item !== null; item = iterator.next()) {
      found.push(toEntry(item));
      if (found.length === SEEK_ITEMS) break;
    }
    report.expect(`items from ${toHex(seek)}`, next, found);
  }
  tree.close();
}

export function allItems(tree: Tree): Entry[] {
  const found: Entry[] = [];
  const iterator = tree.iterator();
  for (let item = iterator.rewind(); item !== null; item = iterator.next()) found.push(toEntry(item));
  return found;
}

function toEntry({key, value}: Item): Entry {
  return [key, value];
}
