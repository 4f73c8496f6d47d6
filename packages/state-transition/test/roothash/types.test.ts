import {asAddress} from "@oasis-node/primitives/address";
import {BytesMap, toHex, utf8} from "@oasis-node/primitives/bytes";
import {decode, encode, fromJson, list, toJson} from "@oasis-node/primitives/cbor";
import {asHeight, asRound} from "@oasis-node/primitives/epoch";
import {emptyHash, hashOf, hashOfValue} from "@oasis-node/primitives/hash";
import {JsonError} from "@oasis-node/primitives/json";
import {prepareContext, Signature, signingContexts} from "@oasis-node/primitives/signature";
import {signerFromSeed} from "@oasis-node/primitives/signers";
import {describe, expect, test} from "vitest";
import {
  ComputeBody,
  ComputeResultsHeader,
  ExecutorCommitment,
  Header,
  headerHash,
  headerTypes,
  Message,
  messagesHash,
  Pool,
  RoothashParameters,
  RuntimeState,
  roothashEventValues,
  SignedProposedBatch,
  StakingMessage,
  Timestamp,
  TimestampError,
} from "../../src/roothash/index.ts";
import {runtimeDescriptor} from "../registry/runtimeDescriptor.ts";
import {expectEncoding, key, runtimeId} from "../support.ts";

const genesisHeader = Header.make({
  namespace: runtimeId,
  timestamp: 1_600_000_000n,
  headerType: headerTypes.normal,
  previousHash: emptyHash,
  ioRoot: emptyHash,
  stateRoot: emptyHash,
  messagesHash: emptyHash,
});
const resultsHeader: ComputeResultsHeader = {
  round: asRound(1n),
  previousHash: headerHash(genesisHeader),
  ioRoot: emptyHash,
  stateRoot: emptyHash,
  messagesHash: emptyHash,
};
const body = ComputeBody.make({header: resultsHeader, inputRoot: emptyHash});
const genesisBlock = {header: genesisHeader};

describe("hashes recorded from the reference (consensus-paratime §3.2, appendix B)", () => {
  test("block headers", () => {
    expect(toHex(headerHash(Header.zero()))).toBe(
      "f7f340550630426b4962c3054cb7f21cf3662bd916642daff4efc9a00b4aab3f",
    );
    expect(toHex(headerHash(genesisHeader))).toBe(
      "5bc18bfb6d2220896950b189d11fbe4aeb7ff7121178415a8c6facdc1b217e6e",
    );
    expect(toHex(headerHash({...genesisHeader, storageSignatures: []}))).toBe(
      "31d839d76e1596e15d024d6e459a1d15596361da63f531111336c39da5124ca2",
    );
    const next = {
      ...genesisHeader,
      round: asRound(1n),
      timestamp: 1_600_000_100n,
      headerType: headerTypes.epochTransition,
      previousHash: headerHash(genesisHeader),
    };
    expect(toHex(headerHash(next))).toBe("54290d3086a4f3f893d370bae5e90099c76156783a1ab5af7d871aa603c47502");
  });

  test("runtime state after creation", () => {
    const state = RuntimeState.make({
      runtime: runtimeDescriptor,
      genesisBlock,
      currentBlock: genesisBlock,
      currentBlockHeight: asHeight(1n),
      lastNormalHeight: asHeight(1n),
    });
    expect(encode(RuntimeState, state)).toHaveLength(1348);
    expect(toHex(hashOfValue(RuntimeState, state))).toBe(
      "5cc2d416378b1c6de541b0389b88e3808e31dd8a668be7c9b29a9da1dad5c33c",
    );
  });

  test("results header and compute body", () => {
    expect(toHex(hashOfValue(ComputeResultsHeader, resultsHeader))).toBe(
      "6a4a8f44c98ba35f0fc801092bd88412f304b7f548e6406677d8a3fed9154fc4",
    );
    expect(encode(ComputeBody, body)).toHaveLength(400);
    expect(toHex(hashOfValue(ComputeBody, body))).toBe(
      "b2be266266508fa5bfd0c7c993fb9f247420a409b72a014ecb293b10c009a5bb",
    );
  });

  test("messages", () => {
    const transfer = {to: asAddress(new Uint8Array(21)), amount: 100n};
    const messages = [Message.make({staking: StakingMessage.make({transfer})})];
    expectEncoding(
      list(Message),
      messages,
      `81a1677374616b696e67a2617600687472616e73666572a262746f55${"00".repeat(21)}66616d6f756e744164`,
    );
    expect(toHex(messagesHash(messages))).toBe(
      "35b626cd574f5ea0183e717d1e0a8298619062dbcde6c3280e9a4ab42280b7b9",
    );
    expect([messagesHash(null), messagesHash([])]).toEqual([emptyHash, emptyHash]);
  });
});

describe("signatures recorded from the reference (consensus-paratime appendix B)", () => {
  const signer = signerFromSeed(hashOf(utf8("consensus-paratime vector")));
  const parts = {chainContext: "test: oasis-core tests", suffix: toHex(runtimeId)};

  test("executor commitment", async () => {
    const context = prepareContext(signingContexts.executorCommitment, parts);
    const {signature} = await ExecutorCommitment.sign(signer, context, body);
    expect(toHex(signature.publicKey)).toBe(
      "a20c037ece5591a0bf575da12fa0b2581eb112d19eaa6fdfd8404b93094fd917",
    );
    expect(toHex(signature.signature)).toBe(
      "2b1bb6ad7960b45702e1d989415029db5247970959674d7c8bdca3ee2e5283c1de9182eafa2b3163e58634a87488077e04af1028cd70ea737b8d4083966c6300",
    );
  });

  test("proposed batch", async () => {
    const context = prepareContext(signingContexts.proposedBatch, parts);
    const batch = {ioRoot: emptyHash, storageSignatures: null, header: genesisHeader};
    const {untrustedRawValue, signature} = await SignedProposedBatch.sign(signer, context, batch);
    expect(untrustedRawValue).toHaveLength(362);
    expect(toHex(signature.signature)).toBe(
      "3740d9e5872464b921979859f801d8c716410bf6520c26449bec4ac1e8a782b9484c3de9cb0d2368258ad172e6f60ffa424cf50a9ddcc4a9de417aaf91a3e801",
    );
  });
});

describe("encodings recorded from the reference (consensus-paratime appendix B)", () => {
  test("parameters", () => {
    const gasCosts = new Map(
      ["compute_commit", "evidence", "proposer_timeout"].map((op) => [op, 1000n] as const),
    );
    const json = {
      gas_costs: Object.fromEntries(gasCosts),
      max_runtime_messages: 256n,
      max_evidence_age: 100n,
    };
    expectEncoding(
      RoothashParameters,
      fromJson(RoothashParameters, json),
      "a3696761735f636f737473a36865766964656e63651903e86e636f6d707574655f636f6d6d69741903e87070726f706f7365725f74696d656f75741903e8706d61785f65766964656e63655f6167651864746d61785f72756e74696d655f6d65737361676573190100",
    );
  });

  test("empty pool", () => {
    expectEncoding(
      Pool,
      Pool.make(),
      "a565726f756e64006772756e74696d65f669636f6d6d6974746565f66b64697363726570616e6379f46c6e6578745f74696d656f757400",
    );
  });

  test("events", () => {
    const id = `a262696458208${"0".repeat(63)}656576656e74`;
    const {message, finalized} = roothashEventValues;
    expectEncoding(message, {id: runtimeId, event: {module: "", code: 0, index: 0}}, `${id}a0`);
    expectEncoding(
      message,
      {id: runtimeId, event: {module: "staking", code: 5, index: 1}},
      `${id}a364636f64650565696e64657801666d6f64756c65677374616b696e67`,
    );
    expectEncoding(
      finalized,
      {id: runtimeId, event: {round: asRound(5n), goodComputeNodes: null, badComputeNodes: null}},
      `${id}a165726f756e6405`,
    );
  });
});

describe("a commitment in a pool", () => {
  const commitment = {untrustedRawValue: encode(ComputeBody, body), signature: Signature.zero()};
  const poolWith = (entry: typeof commitment) =>
    encode(Pool, Pool.make({executeCommitments: new BytesMap([[key(1), {commitment: entry, body}]])}));

  test("has its body decoded, and keeps its signed bytes", () => {
    const bytes = poolWith(commitment);
    const pool = decode(Pool, bytes);
    expect(pool.executeCommitments?.get(key(1))).toEqual({commitment, body});
    expect(encode(Pool, pool)).toEqual(bytes);
  });

  test("whose body does not decode refuses the pool", () => {
    expect(() => decode(Pool, poolWith({...commitment, untrustedRawValue: utf8("x")}))).toThrow(/cbor/);
  });
});

describe("a timestamp", () => {
  test("is seconds in CBOR and RFC 3339 in JSON", () => {
    expect(toJson(Timestamp, 1_600_000_000n)).toBe("2020-09-13T12:26:40Z");
    expect(fromJson(Timestamp, "2020-09-13T02:26:40.5-10:00")).toBe(1_600_000_000n);
    expect(fromJson(Timestamp, toJson(Timestamp, 0n))).toBe(0n);
  });

  test("outside of four-digit years has no JSON form", () => {
    expect(() => toJson(Timestamp, 253_402_300_800n)).toThrow(TimestampError);
    expect(toJson(Timestamp, 253_402_300_799n)).toBe("9999-12-31T23:59:59Z");
    for (const text of ["2020-09-13", "2020-13-01T00:00:00Z", "now", ""]) {
      expect(() => fromJson(Timestamp, text)).toThrow(JsonError);
    }
  });
});
