import {openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {encode} from "@oasis-node/primitives/cbor";
import {asEpoch, asHeight} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {describe, expect, test} from "vitest";
import {ApplicationState, applicationKeys} from "../../src/application/index.ts";
import {beaconQueries} from "../../src/beacon/index.ts";
import {BeaconState} from "../../src/beacon/state.ts";
import {ConsensusParameters} from "../../src/consensus/index.ts";
import {StateQueries} from "../../src/query/index.ts";
import {resultOf} from "../resultOf.ts";

const base = {epoch: asEpoch(7n), height: asHeight(5n)};
const latest = asHeight(0n);

/** A chain from height 5 and epoch 7 on, before its first commit. */
async function genesisState(): Promise<ApplicationState> {
  const db = await openMemoryNodeDb({namespace: asNamespace(new Uint8Array(32))});
  const state = ApplicationState.open(db, base.height);
  const parameters = encode(ConsensusParameters, ConsensusParameters.make({maxTxSize: 9n}));
  state.deliverTree.insert(applicationKeys.consensusParameters.encode(), parameters);
  new BeaconState(state.deliverTree).setEpoch(base.epoch, base.height);
  state.initialized();
  return state;
}

/** The same up to height 14: epoch 7 + n starts at height 5 + 3 n. */
async function grownState(): Promise<ApplicationState> {
  const state = await genesisState();
  for (let height = 5n; height <= 14n; height++) {
    const beacon = new BeaconState(state.deliverTree);
    if ((height - 5n) % 3n === 0n) beacon.setEpoch(asEpoch(7n + (height - 5n) / 3n), asHeight(height));
    beacon.setBeacon(new Uint8Array(32).fill(Number(height)));
    await state.commit();
  }
  return state;
}

describe("queries of a state", () => {
  test("are of the height asked for, and of the latest for 0, negative ones and those to come", async () => {
    const queries = new StateQueries(await grownState());
    const asked = [5n, 8n, 14n, 0n, -3n, 15n].map((height) =>
      queries.at(asHeight(height), (view) => [view.height, beaconQueries.beacon(view.beacon)[0]]),
    );
    expect(asked).toEqual([[5n, 5], [8n, 8], ...Array.from({length: 4}, () => [14n, 14])]);
  });

  test("see what is committed, not the block in the making", async () => {
    const state = await grownState();
    new BeaconState(state.deliverTree).setEpoch(asEpoch(99n), asHeight(15n));
    expect(new StateQueries(state).at(latest, ({beacon}) => beacon.epoch())).toBe(10n);
  });

  test("cannot change what is committed", async () => {
    const queries = new StateQueries(await grownState());
    queries.at(latest, ({beacon}) => beacon.setBeacon(new Uint8Array(32)));
    expect(queries.at(latest, ({beacon}) => beacon.beacon()?.[0])).toBe(14);
  });

  test("give the consensus parameters", async () => {
    const queries = new StateQueries(await grownState());
    expect(queries.at(latest, (view) => view.consensusParameters().maxTxSize)).toBe(9n);
  });

  test("are refused before the first commit and for heights that were pruned", async () => {
    const fresh = new StateQueries(await genesisState());
    expect(resultOf(() => fresh.at(latest, () => {}))).toBe("consensus/1");
    const state = await grownState();
    await state.db.pruneTo(9n);
    const queries = new StateQueries(state);
    const results = [4n, 8n, 9n].map((height) => resultOf(() => queries.at(asHeight(height), () => {})));
    expect(results).toEqual(["consensus/3", "consensus/3", "ok"]);
  });
});

describe("the block of an epoch", () => {
  test("is where the epoch started", async () => {
    const queries = new StateQueries(await grownState());
    const found = [7n, 8n, 9n, 10n].map((epoch) => queries.epochBlock(asEpoch(epoch), base));
    expect(found).toEqual([5n, 8n, 11n, 14n]);
  });

  test("is not known before the base epoch, for epochs to come and where the state was pruned", async () => {
    const state = await grownState();
    const queries = new StateQueries(state);
    const of = (epoch: bigint) => () => queries.epochBlock(asEpoch(epoch), base);
    expect(of(6n)).toThrow("epoch predates base (base: 7 requested: 6)");
    await state.db.pruneTo(12n);
    expect(resultOf(of(9n))).toBe("ok");
    expect(resultOf(of(8n))).toBe("consensus/3");
    expect(resultOf(of(11n))).toBe("consensus/3");
  });

  test("is not known for an epoch that was skipped since the first height", async () => {
    const db = await openMemoryNodeDb({namespace: asNamespace(new Uint8Array(32))});
    const state = ApplicationState.open(db, asHeight(1n));
    const parameters = encode(ConsensusParameters, ConsensusParameters.zero());
    state.deliverTree.insert(applicationKeys.consensusParameters.encode(), parameters);
    state.initialized();
    await state.commit();
    const ask = () => new StateQueries(state).epochBlock(asEpoch(3n), {...base, epoch: asEpoch(1n)});
    expect(ask).toThrow("failed to find historic epoch (minimum: 0 requested: 3)");
  });
});
