import {createHash} from "node:crypto";
import {rawEd25519PubkeyToRawAddress} from "@cosmjs/tendermint-rpc";
import {MemoryStore, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {asHeight} from "@oasis-node/primitives/epoch";
import {Namespace} from "@oasis-node/primitives/namespace";
import {BinaryWriter} from "cosmjs-types/binary";
import {Timestamp} from "cosmjs-types/google/protobuf/timestamp";
import {Block as PeerBlock} from "cosmjs-types/tendermint/types/block";
import {
  BlockID,
  CommitSig as PeerCommitSig,
  type Header as PeerHeader,
} from "cosmjs-types/tendermint/types/types";
import {SimpleValidator} from "cosmjs-types/tendermint/types/validator";
import {Consensus} from "cosmjs-types/tendermint/version/types";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import type {EmbeddedEngine} from "../../src/embedded/index.ts";
import type {EngineBlock} from "../../src/engine/index.ts";
import {encode} from "../../src/protobuf/index.ts";
import {Block} from "../../src/tendermint/index.ts";
import {TestNetwork} from "../engine/testNetwork.ts";
import {testEngine} from "./testEngine.ts";

const never = new AbortController().signal;

describe("an independent implementation of Tendermint agrees with our blocks", () => {
  let engine: EmbeddedEngine;
  const blocks: EngineBlock[] = [];

  beforeAll(async () => {
    const network = await TestNetwork.create();
    const db = await openMemoryNodeDb({namespace: Namespace.zero()});
    engine = testEngine({network, db, store: new MemoryStore()});
    await engine.start();
    for (let nonce = 0n; nonce < 4n; nonce++) {
      await engine.submitAndWait(await network.transfer({from: 0, nonce}), never);
    }
    for (let height = 1n; height <= engine.status().latestHeight; height++) {
      const block = await engine.block(asHeight(height));
      if (block !== null) blocks.push(block);
    }
  });

  afterAll(() => engine.stop());

  test("on their bytes and the hash of their parts", () => {
    for (const block of blocks) {
      const bytes = encodeBlock(block);
      expect(bytes.length).toBe(block.size);
      expect(PeerBlock.encode(PeerBlock.decode(bytes)).finish()).toEqual(bytes);
      expect(block.id.partSetHeader).toEqual({total: 1, hash: leafHash(bytes)});
    }
  });

  test("on the hashes of their headers", () => {
    for (const block of blocks) {
      const {header} = PeerBlock.decode(encodeBlock(block));
      expect(peerHeaderHash(header)).toEqual(block.id.hash);
    }
  });

  test("on the hashes of commits and validators", async () => {
    for (const block of blocks.slice(1)) {
      const peer = PeerBlock.decode(encodeBlock(block));
      const [signature] = peer.lastCommit?.signatures ?? [];
      if (signature === undefined) throw new RangeError("no signature");
      expect(leafHash(PeerCommitSig.encode(signature).finish())).toEqual(block.header.lastCommitHash);
      const set = await engine.validators(asHeight(block.header.height));
      const [validator] = set?.validators ?? [];
      if (!validator?.publicKey) throw new RangeError("no validator");
      const simple = SimpleValidator.fromPartial({
        pubKey: {ed25519: validator.publicKey.value},
        votingPower: validator.votingPower,
      });
      expect(leafHash(SimpleValidator.encode(simple).finish())).toEqual(block.header.validatorsHash);
      const address = rawEd25519PubkeyToRawAddress(validator.publicKey.value);
      expect(new Uint8Array(address)).toEqual(block.header.proposerAddress);
    }
  });
});

function encodeBlock({header, transactions, lastCommit}: EngineBlock): Uint8Array {
  return encode(Block, {header, data: {transactions}, evidence: {evidence: []}, lastCommit});
}

/** Merkle root over one leaf. */
function leafHash(leaf: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(Uint8Array.of(0)).update(leaf).digest());
}

/** RFC 6962 root over the fields as Tendermint 0.34 encodes them for the hash, with the peer's encoders. */
function peerHeaderHash(header: PeerHeader): Uint8Array {
  const hashes = [
    header.lastCommitHash,
    header.dataHash,
    header.validatorsHash,
    header.nextValidatorsHash,
    header.consensusHash,
    header.appHash,
    header.lastResultsHash,
    header.evidenceHash,
    header.proposerAddress,
  ];
  return rootHash([
    Consensus.encode(header.version).finish(),
    new BinaryWriter().uint32(0x0a).string(header.chainId).finish(),
    new BinaryWriter().uint32(0x08).int64(header.height).finish(),
    Timestamp.encode(header.time).finish(),
    BlockID.encode(header.lastBlockId).finish(),
    ...hashes.map((hash) => new BinaryWriter().uint32(0x0a).bytes(hash).finish()),
  ]);
}

function rootHash(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (first === undefined || leaves.length === 1) return leafHash(first ?? new Uint8Array());
  const half = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  const [left, right] = [rootHash(leaves.slice(0, half)), rootHash(leaves.slice(half))];
  return new Uint8Array(createHash("sha256").update(Uint8Array.of(1)).update(left).update(right).digest());
}
