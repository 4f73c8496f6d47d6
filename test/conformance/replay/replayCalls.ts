import {join} from "node:path";
import {asHeight} from "@oasis-node/primitives/epoch";
import {
  Application,
  type ApplicationState,
  consensusApps,
  upgradeHandlers,
} from "@oasis-node/state-transition/application";
import type {Document} from "@oasis-node/state-transition/genesis";
import {UpgradeSchedule} from "@oasis-node/state-transition/upgrade";
import type {FileOptions, Reporter} from "../kind.ts";
import {readJsonLines} from "../records.ts";
import {checkDump} from "./checkDump.ts";
import {checkExport} from "./checkExport.ts";
import {describeCall, readLabels} from "./describeCall.ts";
import {Player} from "./player.ts";
import {Progress} from "./progress.ts";
import {recordedCall} from "./recordedCall.ts";
import {readSettings} from "./settings.ts";

export interface Recording {
  /** Where `node.json`, labels and exports are. */
  readonly folder: string;
  readonly genesis: Document;
  /** The state that the first call meets. */
  readonly state: ApplicationState;
  /** Path of the calls. */
  readonly calls: string;
}

/** The calls by which a state was restored before. */
const restoringCalls: readonly string[] = ["OfferSnapshot", "ApplySnapshotChunk"];

/** Makes the recorded calls in their order; a record for each. */
export async function replayCalls(
  {folder, genesis, state, calls}: Recording,
  report: Reporter,
  {toHeight}: FileOptions,
): Promise<void> {
  const {node, verifier, extraApps} = await readSettings(folder, calls, genesis);
  const upgrades = new UpgradeSchedule({pending: [], handlers: upgradeHandlers, save: () => {}});
  const apps = [...consensusApps(), ...extraApps];
  const application = new Application({state, genesis, apps, verifier, node, upgrades});
  const player = new Player(application, report);
  const labels = await readLabels(folder);
  const progress = new Progress(report);
  try {
    for await (const line of readJsonLines(calls)) {
      const call = recordedCall(line);
      if (restoringCalls.includes(call.type)) continue;
      if (toHeight !== null && call.height > toHeight) break;
      report.record(describeCall(call, labels));
      if (!(await player.play(call))) break;
      progress.at(call.height);
      if (call.type !== "Commit") continue;
      const dump = join(folder, "export", `kv-${call.height}.jsonl.gz`);
      await checkDump(dump, state.deliverTree, state.root.hash, report);
      const exported = {
        genesis,
        height: asHeight(call.height),
        time: player.time,
        messageResults: player.messages.at.bind(player.messages),
      };
      await checkExport(folder, state.deliverTree, exported, report);
    }
  } finally {
    await verifier.close();
  }
}
