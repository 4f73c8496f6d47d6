import {MemoryStore, type NodeDb, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {toHex} from "@oasis-node/primitives/bytes";
import {decode, zeroTime} from "@oasis-node/primitives/cbor";
import {asHeight, type Height} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {SignatureVerifier} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {Application, ApplicationState, consensusApps} from "@oasis-node/state-transition/application";
import {chainContext} from "@oasis-node/state-transition/genesis";
import {StateQueries} from "@oasis-node/state-transition/query";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import type {EmbeddedEngine} from "../../src/embedded/index.ts";
import {decode as decodeProtobuf} from "../../src/protobuf/index.ts";
import {BlockMeta, ChainQueries, chainStatus, exportDocument} from "../../src/queries/index.ts";
import {headerHash, LightBlock} from "../../src/tendermint/index.ts";
import {testEngine} from "../embedded/testEngine.ts";
import {TestNetwork, validatorSigner} from "../engine/testNetwork.ts";

const never = new AbortController().signal;
const latest = asHeight(0n);

let network: TestNetwork;
let db: NodeDb;
let engine: EmbeddedEngine;
let queries: ChainQueries;
let verifier: SignatureVerifier;
/** From which height on blocks are kept. */
let retained: Height;

beforeEach(async () => {
  retained = latest;
  network = await TestNetwork.create();
  db = await openMemoryNodeDb({namespace: asNamespace(new Uint8Array(32)), discardWriteLogs: true});
  verifier = new SignatureVerifier();
  const {genesis, tendermint} = network;
  const state = ApplicationState.open(db, genesis.height);
  const node = {minGasPrice: 0n, ownKey: null, debugAllowed: true, skipAttestation: false};
  const retainHeight = () => retained;
  const application = new Application({
    state,
    genesis,
    apps: consensusApps(),
    verifier,
    node,
    upgrades: null,
    retainHeight,
  });
  engine = testEngine({network, db, store: new MemoryStore(), verifier, application});
  const states = new StateQueries(state);
  queries = new ChainQueries({engine, states, genesis, parameters: tendermint.parameters});
  await engine.start();
  await makeBlocks(0n, 4n);
});

afterEach(async () => {
  await engine.stop();
  await verifier.close();
  await db.close();
});

/** Blocks with a transaction each. */
async function makeBlocks(firstNonce: bigint, count: bigint): Promise<void> {
  for (let nonce = firstNonce; nonce < firstNonce + count; nonce++) {
    await engine.submitAndWait(await network.transfer({from: 1, nonce}), never);
  }
}

describe("a block", () => {
  test("names the state before it, and carries header and commit in CBOR", async () => {
    const block = await queries.block(latest);
    const before = await queries.block(asHeight(block.height - 1n));
    expect(block.stateRoot.version).toBe(block.height - 1n);
    const {header, lastCommit} = decode(BlockMeta, block.meta);
    expect(header.height).toBe(block.height);
    expect(header.lastBlockId.hash).toEqual(before.hash);
    expect(lastCommit.height).toBe(before.height);
    expect(lastCommit.signatures?.length).toBe(1);
    const [root] = db.getRootsForVersion(before.height);
    expect(toHex(block.stateRoot.hash)).toBe(toHex(root?.hash ?? new Uint8Array()));
  });

  test("that is the first has no commit: nulls for bytes, but a list of signatures", async () => {
    const {meta} = await queries.block(asHeight(1n));
    const {header, lastCommit} = decode(BlockMeta, meta);
    expect(header.lastBlockId).toEqual({hash: null, parts: {total: 0, hash: null}});
    expect(lastCommit).toMatchObject({height: 0n, round: 0n, signatures: []});
  });

  test("has the hash that its light block signs", async () => {
    const {hash} = await queries.block(latest);
    const {meta} = await queries.lightBlock(latest);
    const {signedHeader} = decodeProtobuf(LightBlock, meta);
    expect(signedHeader?.commit?.blockId.hash).toEqual(hash);
    expect(signedHeader?.header && headerHash(signedHeader.header)).toEqual(new Uint8Array(hash));
  });
});

describe("heights that are not kept", () => {
  beforeEach(async () => {
    retained = asHeight(4n);
    await makeBlocks(4n, 3n);
    await db.pruneTo(4n);
  });

  test("are refused in the reference's words, and the state with (consensus, 3)", async () => {
    const gone = asHeight(2n);
    await expect(queries.block(gone)).rejects.toThrow(
      "tendermint: block query failed: height 2 is not available, lowest height is 4",
    );
    await expect(queries.transactionsWithResults(gone)).rejects.toThrow(
      "tendermint: block results query failed: height 2 is not available, lowest height is 4",
    );
    expect(() => queries.parameters(gone)).toThrow("could not find consensus params for height #2");
    await expect(exportDocument(queries, gone)).rejects.toMatchObject({code: "heightUnavailable"});
    expect(() => queries.states.at(gone, ({staking}) => staking.totalSupply())).toThrow("version not found");
  });

  test("have zero hashes in the status, which tells from where on blocks are kept", async () => {
    const status = await chainStatus(queries, validatorSigner.publicKey);
    const {hash} = await queries.block(asHeight(4n));
    expect(status).toMatchObject({
      genesisHash: new Uint8Array(32),
      lastRetainedHeight: 4n,
      lastRetainedHash: hash,
      isValidator: true,
    });
  });
});

test("an export goes on from the state of a height with the running chain's identity", async () => {
  const {genesis} = network;
  const document = await exportDocument(queries, asHeight(3n));
  const {time} = await queries.block(asHeight(3n));
  expect(document).toMatchObject({height: 3n, time, chainId: genesis.chainId, haltEpoch: genesis.haltEpoch});
  expect(document.staking.totalSupply).toBe(genesis.staking.totalSupply);
  expect(chainContext(document)).not.toBe(queries.chainContext);
});

test("the status of somebody who is no validator says so", async () => {
  const status = await chainStatus(queries, testSigner("chain account 1").publicKey);
  expect(status.isValidator).toBe(false);
  expect(status.latestTime).not.toBe(zeroTime);
});
