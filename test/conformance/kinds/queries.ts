import {join} from "node:path";
import {setImmediate as nextTurn} from "node:timers/promises";
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
import {
  collectStreams,
  compareStreams,
  recordedRuntimes,
  type Streamed,
  ToldByAnswers,
} from "../answers/compareStreams.ts";
import {answersPath, BlockAssembler, readLightBlocks} from "../answers/readBlocks.ts";
import {RecordedEngine} from "../answers/recordedEngine.ts";
import {type FileKind, type FileOptions, Reporter} from "../kind.ts";
import {number, object, readJsonLines, readText} from "../records.ts";
import {Player} from "../replay/player.ts";
import {recordedCall} from "../replay/recordedCall.ts";
import {readSettings} from "../replay/settings.ts";

/**
 * Asks a chain, replayed from an ABCI recording, all that clients asked the reference, and compares the bytes on the wire.
 * What its streams told during the replay has to be the same.
 */
export const queries: FileKind = {
  name: "queries",
  async check(folder: string, report: Reporter, {toHeight}: FileOptions): Promise<void> {
    const genesis = parseDocument(await readText(join(folder, "genesis.json")));
    const namespace = asNamespace(new Uint8Array(32));
    const db = await openMemoryNodeDb({namespace, discardWriteLogs: true});
    try {
      const state = ApplicationState.open(db, asHeight(genesis.height));
      const {chain, streamed} = await replayedChain(folder, {genesis, state, toHeight});
      const fields = answersOf(chain);
      const path = answersPath(folder);
      const told = new ToldByAnswers();
      for await (const line of readJsonLines(path)) {
        const answers = object(line, path);
        const height = asHeight(BigInt(number(answers.height, path)));
        if (height > state.lastHeight) break;
        report.record(`${path}, height ${height}`);
        await compareAnswers(chain, fields, height, answers, report);
        told.add(answers);
      }
      report.record(`${path}, streams`);
      compareStreams(told, streamed, report);
    } finally {
      await db.close();
    }
  },
};

interface ReplayOptions {
  readonly genesis: Document;
  readonly state: ApplicationState;
  readonly toHeight: bigint | null;
}

async function replayedChain(
  folder: string,
  {genesis, state, toHeight}: ReplayOptions,
): Promise<{chain: OwnChain; streamed: Streamed}> {
  const calls = join(folder, "abci.jsonl.gz");
  const {node, verifier} = await readSettings(folder, calls, genesis);
  const upgrades = new UpgradeSchedule({pending: [], handlers: upgradeHandlers, save: () => {}});
  const application = new Application({state, genesis, apps: consensusApps(), verifier, node, upgrades});
  // Whether the application does the same as the reference is the question of the kind `replay`.
  const player = new Player(application, new Reporter(0));
  try {
    const engine = new RecordedEngine();
    const {parameters} = tendermintGenesis(genesis, {debugAllowed: node.debugAllowed, verifier});
    const queries = new ChainQueries({engine, states: new StateQueries(state), genesis, parameters});
    const consensusKey = asPublicKey(new Uint8Array(32));
    const chain = {queries, streams: new ChainStreams(queries), stateDb: state.db, consensusKey};
    const streamed = collectStreams(chain, await recordedRuntimes(folder));
    // It is awaited after the replay; until then a failure must not end the process.
    streamed.catch(() => {});
    const blocks = new BlockAssembler(await readLightBlocks(folder));
    for await (const line of readJsonLines(calls)) {
      const call = recordedCall(line);
      if (call.type === "CheckTx") continue;
      if (toHeight !== null && call.height > toHeight) break;
      if (!(await player.play(call))) break;
      const block = blocks.add(call);
      if (block !== null) engine.add(block);
      // Readers keep up.
      if (block !== null) await nextTurn();
    }
    await engine.stop();
    return {chain, streamed: await streamed};
  } finally {
    await verifier.close();
  }
}
