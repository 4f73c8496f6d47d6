import {toHex} from "@oasis-node/primitives/bytes";
import {describe, expect, test} from "vitest";
import {decode, encode} from "../../src/protobuf/index.ts";
import {
  BlockId,
  CommitSig,
  checkCommit,
  checkEvidence,
  checkHeader,
  checkLightBlock,
  checkProposal,
  checkSignedHeader,
  checkVote,
  consensusParametersHash,
  type Evidence,
  evidenceHash,
  evidenceHeight,
  headerHash,
  incrementProposerPriority,
  maxTotalVotingPower,
  newValidatorSet,
  proposerOf,
  resultsHash,
  TendermintError,
  totalVotingPower,
  updateWithChangeSet,
  ValidatorSet,
  validatorSetHash,
  verifyVote,
} from "../../src/tendermint/index.ts";
import {
  sampleBlockId,
  sampleChainId,
  sampleCommit,
  sampleHeader,
  sampleSet,
  sampleSigned,
  sampleVote,
} from "./sampleChain.ts";
import {sampleValidators} from "./sampleValidators.ts";

function refusal(check: () => void): string {
  try {
    check();
  } catch (error) {
    if (error instanceof TendermintError) return error.message;
    throw error;
  }
  return "accepted";
}

const short = new Uint8Array(1);

describe("a header is refused for", () => {
  test.each([
    ["block protocol is incorrect: got: 10, want: 11 ", {version: {block: 10n, app: 0n}}],
    ["chainID is too long; got: 51, max: 50", {chainId: "x".repeat(51)}],
    ["negative Height", {height: -1n}],
    ["zero Height", {height: 0n}],
    ["wrong LastBlockID: wrong Hash", {lastBlockId: {...BlockId.zero(), hash: short}}],
    [
      "wrong LastBlockID: wrong PartSetHeader: wrong Hash: expected size to be 32 bytes, got 1 bytes",
      {lastBlockId: {...BlockId.zero(), partSetHeader: {total: 0, hash: short}}},
    ],
    ["wrong LastCommitHash: expected size to be 32 bytes, got 1 bytes", {lastCommitHash: short}],
    ["wrong DataHash: expected size to be 32 bytes, got 1 bytes", {dataHash: short}],
    ["wrong EvidenceHash: expected size to be 32 bytes, got 1 bytes", {evidenceHash: short}],
    ["invalid ProposerAddress length; got: 1, expected: 20", {proposerAddress: short}],
    ["wrong ValidatorsHash: expected size to be 32 bytes, got 1 bytes", {validatorsHash: short}],
    ["wrong NextValidatorsHash: expected size to be 32 bytes, got 1 bytes", {nextValidatorsHash: short}],
    ["wrong ConsensusHash: expected size to be 32 bytes, got 1 bytes", {consensusHash: short}],
    ["wrong LastResultsHash: expected size to be 32 bytes, got 1 bytes", {lastResultsHash: short}],
    ["accepted", {appHash: short}],
  ])("%s", (text, change) => {
    expect(refusal(() => checkHeader({...sampleHeader(3n), ...change}))).toBe(text);
  });

  test("nothing, but without validators it has no hash", () => {
    expect(headerHash({...sampleHeader(3n), validatorsHash: new Uint8Array()})).toHaveLength(0);
  });
});

describe("a vote is refused for", () => {
  const vote = sampleVote(sampleBlockId(sampleHeader(5n)));
  const half = {...BlockId.zero(), partSetHeader: {total: 2, hash: new Uint8Array()}};
  test.each([
    ["invalid Type", {type: 32}],
    ["negative Height", {height: -1n}],
    ["negative Round", {round: -1}],
    ["wrong BlockID: wrong Hash", {blockId: {...BlockId.zero(), hash: short}}],
    ["blockID must be either empty or complete, got: :2:000000000000", {blockId: half}],
    ["expected ValidatorAddress size to be 20 bytes, got 1 bytes", {validatorAddress: short}],
    ["negative ValidatorIndex", {validatorIndex: -1}],
    ["signature is missing", {signature: new Uint8Array()}],
    ["signature is too big (max: 64)", {signature: new Uint8Array(65)}],
    ["accepted", {blockId: BlockId.zero()}],
  ])("%s", (text, change) => {
    expect(refusal(() => checkVote({...vote, ...change}))).toBe(text);
  });

  test("another signer", () => {
    const [{publicKey, address}] = sampleValidators([1n]) as [ReturnType<typeof sampleValidators>[number]];
    expect(refusal(() => verifyVote("c", vote, publicKey))).toBe("invalid validator address");
    expect(refusal(() => verifyVote("c", {...vote, validatorAddress: address}, publicKey))).toBe(
      "invalid signature",
    );
  });
});

describe("a proposal is refused for", () => {
  const proposal = {...sampleVote(sampleBlockId(sampleHeader(5n))), type: 32, polRound: -1};
  test.each([
    ["accepted", {}],
    ["invalid Type", {type: 1}],
    ["negative POLRound (exception: -1)", {polRound: -2}],
    ["expected a complete, non-empty BlockID, got: :0:000000000000", {blockId: BlockId.zero()}],
    ["signature is missing", {signature: new Uint8Array()}],
  ])("%s", (text, change) => {
    expect(refusal(() => checkProposal({...proposal, ...change}))).toBe(text);
  });
});

describe("a commit is refused for", () => {
  const commit = sampleCommit(sampleHeader(5n), 3);
  const part = commit.signatures[0] ?? CommitSig.zero();
  const absent = commit.signatures[3] ?? CommitSig.zero();
  test.each([
    ["negative Height", {height: -1n}],
    ["negative Round", {round: -1}],
    ["commit cannot be for nil block", {blockId: BlockId.zero()}],
    ["no signatures in commit", {signatures: []}],
    ["wrong CommitSig #0: unknown BlockIDFlag: 4", {signatures: [{...part, blockIdFlag: 4}]}],
    [
      "wrong CommitSig #1: signature is missing",
      {signatures: [part, {...part, signature: new Uint8Array()}]},
    ],
    [
      "wrong CommitSig #0: validator address is present",
      {signatures: [{...absent, validatorAddress: short}]},
    ],
    ["wrong CommitSig #0: time is present", {signatures: [{...absent, timestamp: 0n}]}],
    ["wrong CommitSig #0: signature is present", {signatures: [{...absent, signature: short}]}],
    ["accepted", {height: 0n, signatures: []}],
  ])("%s", (text, change) => {
    expect(refusal(() => checkCommit({...commit, ...change}))).toBe(text);
  });

  test("nothing, though its flag was larger than a byte on the wire", () => {
    const wide = encode(CommitSig, {...part, blockIdFlag: 256 + part.blockIdFlag});
    expect(decode(CommitSig, wide)).toEqual(part);
  });
});

describe("a signed header and a light block", () => {
  const signed = sampleSigned(5n);

  test.each([
    ["accepted", {}],
    ["missing header", {header: null}],
    ["missing commit", {commit: null}],
    ["header and commit height mismatch: 5 vs 6", {commit: {...signed.commit, height: 6n}}],
  ])("give %s", (text, change) => {
    expect(refusal(() => checkSignedHeader({...signed, ...change}, sampleChainId))).toBe(text);
  });

  test("must be of the validators of the header", () => {
    const others = newValidatorSet(sampleValidators([7n]));
    expect(
      refusal(() => checkLightBlock({signedHeader: signed, validatorSet: sampleSet}, sampleChainId)),
    ).toBe("accepted");
    expect(
      refusal(() => checkLightBlock({signedHeader: signed, validatorSet: others}, sampleChainId)),
    ).toMatch(/^expected validator hash of header to match/);
  });
});

test("of validators of one power the one of the lowest address proposes first", () => {
  const equals = newValidatorSet(sampleValidators([3n, 3n, 3n, 3n]));
  const addresses = equals.validators.map(({address}) => toHex(address));
  expect(addresses).toEqual(addresses.toSorted());
  expect(toHex(proposerOf(equals)?.address ?? new Uint8Array())).toBe(addresses[0]);
});

describe("changes of validators are refused for", () => {
  const [first, second, third] = sampleValidators([5n, 5n, 5n]);
  if (first === undefined || second === undefined || third === undefined)
    throw new TendermintError("invalidChange", "no validators");
  const set = newValidatorSet([first]);
  test.each([
    ["voting power can't be negative: -1", [{...first, votingPower: -1n}]],
    [/^to prevent clipping/, [{...first, votingPower: maxTotalVotingPower + 1n}]],
    ["applying the validator changes would result in empty set", [{...first, votingPower: 0n}]],
    [/^failed to find validator [0-9A-F]{40} to remove$/, [third, {...second, votingPower: 0n}]],
    [/^duplicate entry Validator\{/, [first, first]],
    [
      /^total voting power of resulting valset exceeds max 1152921504606846975$/,
      [{...second, votingPower: maxTotalVotingPower}],
    ],
    ["accepted", []],
  ])("%s", (text, changes) => {
    expect(refusal(() => updateWithChangeSet(set, changes))).toMatch(text);
  });

  test("a founder without power", () => {
    expect(refusal(() => newValidatorSet([{...first, votingPower: 0n}]))).toMatch(
      /^cannot process validators/,
    );
  });

  test("no turns, or nobody to take one", () => {
    expect(refusal(() => incrementProposerPriority(set, 0))).toMatch(/non-positive/);
    expect(refusal(() => incrementProposerPriority(ValidatorSet.zero(), 1))).toBe("empty validator set");
  });

  test("who joins starts behind everybody", () => {
    const joined = updateWithChangeSet(set, [second]);
    const priorities = joined.validators.map(({proposerPriority}) => proposerPriority);
    // -(10 + 10 / 8) beside 0, moved by their average.
    expect(priorities.toSorted()).toEqual([-5n, 6n].toSorted());
    expect(totalVotingPower(joined)).toBe(10n);
    expect(toHex(validatorSetHash(joined))).not.toBe(toHex(validatorSetHash(set)));
  });
});

describe("evidence", () => {
  const conflictingBlock = {signedHeader: sampleSigned(5n), validatorSet: sampleSet};
  const attack: Extract<Evidence, {kind: "lightClientAttack"}> = {
    kind: "lightClientAttack",
    value: {
      conflictingBlock,
      commonHeight: 4n,
      byzantineValidators: [],
      totalVotingPower: 100n,
      timestamp: 1n,
    },
  };
  test.each([
    ["accepted", {}],
    ["conflicting block is nil", {conflictingBlock: null}],
    ["conflicting block missing header", {conflictingBlock: {...conflictingBlock, signedHeader: null}}],
    [
      "invalid conflicting light block: missing validator set",
      {conflictingBlock: {...conflictingBlock, validatorSet: null}},
    ],
    ["negative or zero common height", {commonHeight: 0n}],
    ["common height is ahead of the conflicting block height (6 > 5)", {commonHeight: 6n}],
  ])("of an attack gives %s", (text, change) => {
    expect(
      refusal(() => checkEvidence({kind: "lightClientAttack", value: {...attack.value, ...change}})),
    ).toBe(text);
  });

  test("of an attack is known by block and common height alone", () => {
    const {value} = attack;
    const same: Evidence = {
      kind: "lightClientAttack",
      value: {...value, totalVotingPower: 1n, timestamp: 7n},
    };
    const other: Evidence = {kind: "lightClientAttack", value: {...value, commonHeight: 3n}};
    expect(evidenceHash(same)).toEqual(evidenceHash(attack));
    expect(evidenceHash(other)).not.toEqual(evidenceHash(attack));
    expect(evidenceHeight(attack)).toBe(4n);
  });
});

test("the hashes of nothing", () => {
  const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  expect(toHex(resultsHash([]))).toBe(empty);
  expect(toHex(consensusParametersHash({blockMaxBytes: 0n, blockMaxGas: 0n}))).toBe(empty);
});
