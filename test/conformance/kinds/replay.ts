import {join} from "node:path";
import {openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {asHeight} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {ApplicationState} from "@oasis-node/state-transition/application";
import {parseDocument} from "@oasis-node/state-transition/genesis";
import type {FileKind, FileOptions, Reporter} from "../kind.ts";
import {readText} from "../records.ts";
import {replayCalls} from "../replay/replayCalls.ts";

/** Replays an ABCI recording, a folder, from its genesis. */
export const replay: FileKind = {
  name: "replay",
  async check(folder: string, report: Reporter, options: FileOptions): Promise<void> {
    const genesis = parseDocument(await readText(join(folder, "genesis.json")));
    const namespace = asNamespace(new Uint8Array(32));
    const db = await openMemoryNodeDb({namespace, discardWriteLogs: true});
    try {
      const state = ApplicationState.open(db, asHeight(genesis.height));
      const calls = join(folder, "abci.jsonl.gz");
      await replayCalls({folder, genesis, state, calls}, report, options);
    } finally {
      await db.close();
    }
  },
};
