import {join} from "node:path";
import {ChainQueries} from "@oasis-node/consensus/queries";
import {ChainStreams} from "@oasis-node/consensus/streams";
import {openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {asHeight} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {asPublicKey} from "@oasis-node/primitives/signature";
import type {OwnChain} from "@oasis-node/rpc/backends";
import {
  Application,
  ApplicationState,
  consensusApps,
  upgradeHandlers,
} from "@oasis-node/state-transition/application";
import {type Document, parseDocument, tendermintGenesis} from "@oasis-node/state-transition/genesis";
import {StateQueries} from "@oasis-node/state-transition/query";
import {UpgradeSchedule} from "@oasis-node/state-transition/upgrade";
import {answersOf, compareAnswers} from "../answers/compareAnswers.ts";
import {answersPath, RecordedResults, readBlocks} from "../answers/readBlocks.ts";
import {RecordedEngine} from "../answers/recordedEngine.ts";
import {type FileKind, type FileOptions, Reporter} from "../kind.ts";
import {number, object, readJsonLines, readText} from "../records.ts";
import {Player} from "../replay/player.ts";
import {recordedCall} from "../replay/recordedCall.ts";
import {readSettings} from "../replay/settings.ts";

/** Asks a chain, replayed from an ABCI recording, all that clients asked the reference, and compares the bytes on the wire. */
export const queries: FileKind = {
  name: "queries",
  async check(folder: string, report: Reporter, {toHeight}: FileOptions): Promise<void> {
    const genesis = parseDocument(await readText(join(folder, "genesis.json")));
    const namespace = asNamespace(new Uint8Array(32));
    const db = await openMemoryNodeDb({namespace, discardWriteLogs: true});
    try {
      const state = ApplicationState.open(db, asHeight(genesis.height));
      const chain = await replayedChain(folder, genesis, state);
      const fields = answersOf(chain);
      const path = answersPath(folder);
      for await (const line of readJsonLines(path)) {
        const answers = object(line, path);
        const height = asHeight(BigInt(number(answers.height, path)));
        if (height > state.lastHeight || (toHeight !== null && height > toHeight)) break;
        report.record(`${path}, height ${height}`);
        await compareAnswers(chain, fields, height, answers, report);
      }
    } finally {
      await db.close();
    }
  },
};

async function replayedChain(folder: string, genesis: Document, state: ApplicationState): Promise<OwnChain> {
  const calls = join(folder, "abci.jsonl.gz");
  const {node, verifier} = await readSettings(folder, calls, genesis);
  const upgrades = new UpgradeSchedule({pending: [], handlers: upgradeHandlers, save: () => {}});
  const application = new Application({state, genesis, apps: consensusApps(), verifier, node, upgrades});
  // Whether the application does the same as the reference is the question of the kind `replay`.
  const player = new Player(application, new Reporter(0));
  const results = new RecordedResults();
  try {
    for await (const line of readJsonLines(calls)) {
      const call = recordedCall(line);
      if (call.type === "CheckTx") continue;
      if (!(await player.play(call))) break;
      results.add(call);
    }
    const engine = new RecordedEngine(await readBlocks(folder, results));
    const {parameters} = tendermintGenesis(genesis, {debugAllowed: node.debugAllowed, verifier});
    const queries = new ChainQueries({engine, states: new StateQueries(state), genesis, parameters});
    const consensusKey = asPublicKey(new Uint8Array(32));
    return {queries, streams: new ChainStreams(queries), stateDb: state.db, consensusKey};
  } finally {
    await verifier.close();
  }
}
