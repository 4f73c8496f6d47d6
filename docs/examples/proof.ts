// Keeps some state, commits it, and lets somebody who trusts only the root hash read it over proofs.
import {openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {rootTypes} from "@oasis-node/mkvs/node";
import {RemoteTree, TreeSyncer} from "@oasis-node/mkvs/syncer";
import {Tree} from "@oasis-node/mkvs/tree";
import {toHex, utf8} from "@oasis-node/primitives/bytes";
import {testNamespace} from "@oasis-node/primitives/namespace";

const namespace = testNamespace(utf8("an example"));
const db = await openMemoryNodeDb({namespace});

// The one who keeps the state.
const tree = Tree.create({db, rootType: rootTypes.state});
for (let number = 0; number < 1000; number++) tree.insert(utf8(`key ${number}`), utf8(`value ${number}`));
const {hash} = await tree.commit(namespace, 1n);
const root = {namespace, version: 1n, type: rootTypes.state, hash};
await db.finalize([root]);
console.log(`1000 keys under ${toHex(hash)}`);

// The one who reads it: every answer is a proof, checked against the root before anything in it is believed.
const syncer = new TreeSyncer(Tree.open({db, root}));
const remote = new RemoteTree({syncer, root});
console.log(`key 42: ${text(await remote.get(utf8("key 42")))}`);
console.log(`key 1042: ${text(await remote.get(utf8("key 1042")))}`);

// Changes made on top of the fetched nodes give the root that the keeper would get.
await remote.insert(utf8("key 42"), utf8("changed"));
tree.insert(utf8("key 42"), utf8("changed"));
console.log(
  `after a change on both sides the roots are ${toHex(remote.computeRoot()) === toHex(tree.computeRoot()) ? "equal" : "different"}`,
);
await db.close();

function text(value: Uint8Array | null): string {
  return value === null ? "not there, proved" : new TextDecoder().decode(value);
}
