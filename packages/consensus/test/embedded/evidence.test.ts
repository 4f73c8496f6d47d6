import {MemoryStore, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {asHeight} from "@oasis-node/primitives/epoch";
import {Namespace} from "@oasis-node/primitives/namespace";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import type {EmbeddedEngine} from "../../src/embedded/index.ts";
import {signCommit} from "../../src/embedded/signCommit.ts";
import {encode} from "../../src/protobuf/index.ts";
import {
  BlockId,
  type DuplicateVoteEvidence,
  Evidence,
  engineAddress,
  headerHash,
  type LightBlock,
  signedTypes,
  tendermintContext,
  type Vote,
  voteSignBytes,
} from "../../src/tendermint/index.ts";
import {TestNetwork, validatorSigner} from "../engine/testNetwork.ts";
import {testEngine} from "./testEngine.ts";

const never = new AbortController().signal;

describe("evidence of misbehaviour", () => {
  let network: TestNetwork;
  let engine: EmbeddedEngine;

  beforeEach(async () => {
    network = await TestNetwork.create();
    const db = await openMemoryNodeDb({namespace: Namespace.zero()});
    engine = testEngine({network, db, store: new MemoryStore()});
    await engine.start();
    for (let nonce = 0n; nonce < 3n; nonce++) await transfer(nonce);
  });

  afterEach(() => engine.stop());

  async function transfer(nonce: bigint): Promise<void> {
    await engine.submitAndWait(await network.transfer({from: 0, nonce}), never);
  }

  async function vote(height: bigint, seed: number): Promise<Vote> {
    const hash = new Uint8Array(32).fill(seed);
    const unsigned = {
      type: signedTypes.precommit,
      height,
      round: 0,
      blockId: {hash, partSetHeader: {total: 1, hash}},
      timestamp: 1n,
      validatorAddress: engineAddress(validatorSigner.publicKey),
      validatorIndex: 0,
      signature: new Uint8Array(),
    };
    const signBytes = voteSignBytes(network.tendermint.chainId, unsigned);
    return {...unsigned, signature: await validatorSigner.contextSign(tendermintContext, signBytes)};
  }

  async function duplicateVote(height: bigint): Promise<DuplicateVoteEvidence> {
    const block = await engine.block(asHeight(height));
    const set = await engine.validators(asHeight(height));
    const power = set?.validators[0]?.votingPower ?? 0n;
    const timestamp = block?.header.time ?? 0n;
    const votes = [await vote(height, 1), await vote(height, 2)] as const;
    const [voteA, voteB] = votes;
    return {voteA, voteB, totalVotingPower: power, validatorPower: power, timestamp};
  }

  test("gets into the next block, once, and reaches the application", async () => {
    const bytes = encode(Evidence, {kind: "duplicateVote", value: await duplicateVote(2n)});
    await engine.submitEvidence(bytes);
    await engine.submitEvidence(bytes);
    await transfer(3n);
    const height = engine.status().latestHeight;
    const block = await engine.block(height);
    expect(block?.evidence.map((one) => encode(Evidence, one))).toEqual([bytes]);
    const events = (await engine.results(height))?.beginEvents ?? [];
    const kinds = events.flatMap(({attributes}) => attributes.map(({key}) => new TextDecoder().decode(key)));
    expect(kinds).toContain("take_escrow");
    await expect(engine.submitEvidence(bytes)).rejects.toMatchObject({code: "badEvidence"});
  });

  test("is refused when anything in it is wrong", async () => {
    const good = await duplicateVote(2n);
    const {voteA, voteB} = good;
    if (voteA === null || voteB === null) throw new RangeError("no votes");
    const bad: readonly DuplicateVoteEvidence[] = [
      {...good, timestamp: good.timestamp + 1n},
      {...good, validatorPower: good.validatorPower + 1n},
      {...good, totalVotingPower: 1n},
      {...good, voteA: voteB, voteB: voteA},
      {...good, voteA: {...voteA, signature: voteB.signature}},
      {...good, voteB: {...voteB, round: 1}},
      {...good, voteA: {...voteA, height: 1000n}, voteB: {...voteB, height: 1000n}},
      {...good, voteA: null},
      {...good, voteA: {...voteA, validatorAddress: new Uint8Array(20)}},
    ];
    for (const value of bad) {
      const bytes = encode(Evidence, {kind: "duplicateVote", value});
      await expect(engine.submitEvidence(bytes)).rejects.toMatchObject({code: "badEvidence"});
    }
    await engine.submitEvidence(encode(Evidence, {kind: "duplicateVote", value: good}));
  });

  /** What a light client could be shown: another header of a height, signed by the validator. */
  async function forgedBlock(height: bigint, change: "appHash" | "dataHash"): Promise<LightBlock> {
    const light = await engine.lightBlock(asHeight(height));
    const header = light?.signedHeader?.header;
    if (!light || !header) throw new RangeError("no light block");
    const forged = {...header, [change]: new Uint8Array(32).fill(7)};
    const blockId: BlockId = {...BlockId.zero(), hash: headerHash(forged)};
    const partSetHeader = {total: 1, hash: new Uint8Array(32).fill(8)};
    const commit = await signCommit(
      validatorSigner,
      forged,
      {...blockId, partSetHeader},
      {now: 0n, iota: 1n},
    );
    return {...light, signedHeader: {header: forged, commit}};
  }

  test("of a forged block counts when the header could not be, or was signed twice", async () => {
    const set = await engine.validators(asHeight(1n));
    const validators = set?.validators ?? [];
    const totalVotingPower = validators[0]?.votingPower ?? 0n;
    const timeOf = async (height: bigint): Promise<bigint> =>
      (await engine.block(asHeight(height)))?.header.time ?? 0n;
    const lunatic = {
      conflictingBlock: await forgedBlock(3n, "appHash"),
      commonHeight: 1n,
      byzantineValidators: validators,
      totalVotingPower,
      timestamp: await timeOf(1n),
    };
    const equivocation = {
      ...lunatic,
      conflictingBlock: await forgedBlock(2n, "dataHash"),
      commonHeight: 2n,
      timestamp: await timeOf(2n),
    };
    const refused = [
      {...lunatic, byzantineValidators: []},
      {...lunatic, totalVotingPower: 1n},
      {...lunatic, conflictingBlock: await engine.lightBlock(asHeight(3n))},
      {...equivocation, conflictingBlock: await forgedBlock(2n, "appHash")},
    ];
    for (const value of refused) {
      const bytes = encode(Evidence, {kind: "lightClientAttack", value});
      await expect(engine.submitEvidence(bytes)).rejects.toMatchObject({code: "badEvidence"});
    }
    for (const value of [lunatic, equivocation]) {
      await engine.submitEvidence(encode(Evidence, {kind: "lightClientAttack", value}));
    }
    await transfer(3n);
    const block = await engine.block(asHeight(0n));
    expect(block?.evidence.map(({kind}) => kind)).toEqual(["lightClientAttack", "lightClientAttack"]);
  });
});
