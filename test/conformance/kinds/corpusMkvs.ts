import type {CorpusKind, Reporter} from "../kind.ts";
import {checkCheckpoint} from "./corpusMkvs/checkCheckpoint.ts";
import {checkItems} from "./corpusMkvs/checkItems.ts";
import {checkProofs} from "./corpusMkvs/checkProofs.ts";
import {reliablePart} from "./corpusMkvs/reliablePart.ts";
import {replayVersions} from "./corpusMkvs/replayVersions.ts";
import {readScenario, type Scenario} from "./corpusMkvs/scenario.ts";
import {type Databases, lmdbDatabases, memoryDatabases} from "./mkvs/databases.ts";

/** Trees over several versions with their write logs, iteration, proofs and checkpoints; on every kind of node database. */
export const corpusMkvs: CorpusKind = {
  name: "mkvs",
  async check(records: AsyncIterable<unknown>, report: Reporter): Promise<void> {
    for await (const record of records) {
      const scenario = reliablePart(readScenario(record));
      report.record(scenario.name);
      for (const databases of [memoryDatabases, lmdbDatabases])
        await checkScenario(scenario, databases, report);
    }
  },
};

async function checkScenario(scenario: Scenario, databases: Databases, report: Reporter): Promise<void> {
  const {namespace, final} = scenario;
  await databases.use(namespace, async (openEmpty) => {
    const db = await openEmpty();
    const root = await replayVersions(scenario, db, report);
    if (final !== null) {
      checkItems(final, db, root, report);
      await checkProofs(final.proofs, db, root, report);
      const {checkpoint, items} = final;
      if (checkpoint !== null)
        await checkCheckpoint({record: checkpoint, db, root, items, openEmpty}, report);
    }
    await db.close();
  });
}
