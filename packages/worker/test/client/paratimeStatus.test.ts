import {asHeight, asRound} from "@oasis-node/primitives/epoch";
import {emptyHash} from "@oasis-node/primitives/hash";
import {silentLogger} from "@oasis-node/primitives/log";
import {CommitteeStatus, RuntimeStatus} from "@oasis-node/rpc/services";
import {headerHash, roothashErrors} from "@oasis-node/state-transition/roothash";
import {expect, test} from "vitest";
import {paratimeStatus} from "../../src/client/index.ts";
import {ScriptedChain} from "../support/clientChain.ts";
import {RecordingLogger} from "../support/recordingLogger.ts";

function statusOptions(chain: ScriptedChain) {
  const {runtimeId, history, api} = chain;
  const getLatestBlock = async () => history.latest().block;
  return {runtimeId, history, roothash: {...api.roothash, getLatestBlock}};
}

test("of a runtime tells its rounds and what the workers say", async () => {
  const chain = new ScriptedChain();
  for (let made = 0; made < 3; made++) await chain.round();
  await chain.history.prune(1n);
  const committee = CommitteeStatus.make({latestRound: asRound(2n), latestHeight: asHeight(13n)});
  const status = await paratimeStatus({
    ...statusOptions(chain),
    roothash: {...statusOptions(chain).roothash, getGenesisBlock: async () => chain.history.earliest().block},
    committee: () => committee,
    storage: async () => ({lastFinalizedRound: asRound(2n)}),
    logger: silentLogger,
  });
  const {header: latest} = chain.history.latest().block;
  const {header: earliest} = chain.history.earliest().block;
  expect(earliest.round).toBe(2n);
  expect(status).toEqual({
    descriptor: expect.objectContaining({id: chain.runtimeId}),
    latestRound: 2n,
    latestHash: headerHash(latest),
    latestTime: latest.timestamp,
    latestStateRoot: {namespace: chain.runtimeId, version: 2n, type: 1, hash: emptyHash},
    genesisRound: earliest.round,
    genesisHash: headerHash(earliest),
    lastRetainedRound: 2n,
    lastRetainedHash: headerHash(earliest),
    committee,
    storage: {lastFinalizedRound: 2n},
  });
  chain.stop();
});

test("of a runtime without a round is zero, and the log tells why", async () => {
  const chain = new ScriptedChain();
  const logger = new RecordingLogger();
  const storage = async () => {
    throw roothashErrors.notFound();
  };
  const status = await paratimeStatus({...statusOptions(chain), committee: null, storage, logger});
  expect(status).toEqual(RuntimeStatus.zero());
  expect(logger.lines.map(({message}) => message.replace("failed to fetch ", "")).sort()).toEqual([
    "genesis runtime block",
    "last retained runtime block",
    "latest runtime block",
    "registry descriptor",
    "storage worker status",
  ]);
  chain.stop();
});

test("is given up with the signal", async () => {
  const chain = new ScriptedChain();
  const options = {...statusOptions(chain), committee: null, storage: null, logger: silentLogger};
  await expect(paratimeStatus(options, AbortSignal.abort(new RangeError("enough")))).rejects.toThrow(
    "enough",
  );
  chain.stop();
});
