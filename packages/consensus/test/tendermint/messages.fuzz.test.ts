import {expect, test} from "vitest";
import {checkProof, MerkleError, Proof} from "../../src/merkle/index.ts";
import {decode, encode, ProtobufError, type ProtoType} from "../../src/protobuf/index.ts";
import {
  Commit,
  checkCommit,
  checkEvidence,
  checkHeader,
  checkLightBlock,
  checkPart,
  checkProposal,
  checkValidatorSet,
  checkVote,
  Evidence,
  evidenceHash,
  evidenceListHash,
  Header,
  headerHash,
  incrementProposerPriority,
  LightBlock,
  Part,
  Proposal,
  splitIntoParts,
  TendermintError,
  ValidatorSet,
  Vote,
  validatorSetHash,
} from "../../src/tendermint/index.ts";
import {
  sampleBlockId,
  sampleChainId,
  sampleHeader,
  sampleSet,
  sampleSigned,
  sampleVote,
} from "./sampleChain.ts";

const SEED = 31;
/** Inputs by how long one takes: 208 000 together. */
const [SMALL, MIDDLE, LARGE] = [40_000, 10_000, 4_000];

interface Subject<T> {
  readonly type: ProtoType<T>;
  readonly sample: T;
  /** Everything that looks at a value as received. */
  examine(value: T): void;
}

const signedHeader = sampleSigned(5n);
const lightBlock = {signedHeader, validatorSet: sampleSet};
const [vote, otherVote] = [
  sampleVote(sampleBlockId(sampleHeader(5n))),
  sampleVote(sampleBlockId(sampleHeader(6n))),
];
const {parts} = splitIntoParts(new Uint8Array(300), 64);

const attack: Evidence = {
  kind: "lightClientAttack",
  value: {
    conflictingBlock: lightBlock,
    commonHeight: 4n,
    byzantineValidators: sampleSet.validators,
    totalVotingPower: 100n,
    timestamp: 1n,
  },
};
const duplicate: Evidence = {
  kind: "duplicateVote",
  value: {voteA: vote, voteB: otherVote, totalVotingPower: 100n, validatorPower: 40n, timestamp: 1n},
};

function examineEvidence(evidence: Evidence | null): void {
  if (evidence === null) return;
  evidenceHash(evidence);
  evidenceListHash([evidence]);
  checkEvidence(evidence);
}

function fuzz<T>(runs: number, {type, sample, examine}: Subject<T>): void {
  const random = seeded(SEED);
  const whole = encode(type, sample);
  examine(decode(type, whole));
  let [refused, decoded] = [0, 0];
  for (let i = 0; i < runs; i++) {
    try {
      const value = decode(type, mutate(random, whole));
      decoded += 1;
      const again = encode(type, value);
      expect(Buffer.compare(encode(type, decode(type, again)), again)).toBe(0);
      examine(value);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(runs / 10);
  expect(decoded).toBeGreaterThan(runs / 20);
}

function isRefusal(error: unknown): boolean {
  return [ProtobufError, TendermintError, MerkleError].some((kind) => error instanceof kind);
}

function testType<T>(name: string, runs: number, subject: Subject<T>): void {
  test(`${name}: ${runs} changed encodings (seed ${SEED}) give a value or a typed error`, () =>
    fuzz(runs, subject));
}

const part = parts[1] ?? Part.zero();
testType("vote", SMALL, {type: Vote, sample: vote, examine: checkVote});
testType("proposal", SMALL, {
  type: Proposal,
  sample: {...vote, type: 32, polRound: -1},
  examine: checkProposal,
});
testType("part", SMALL, {type: Part, sample: part, examine: checkPart});
testType("proof", SMALL, {type: Proof, sample: part.proof, examine: checkProof});
testType("header", MIDDLE, {
  type: Header,
  sample: signedHeader.header,
  examine: (header) => {
    headerHash(header);
    checkHeader(header);
  },
});
testType("commit", MIDDLE, {type: Commit, sample: signedHeader.commit, examine: checkCommit});
testType("validator set", MIDDLE, {
  type: ValidatorSet,
  sample: sampleSet,
  examine: (set) => {
    validatorSetHash(set);
    checkValidatorSet(set);
    incrementProposerPriority(set, 1);
  },
});
testType("duplicate votes", MIDDLE, {type: Evidence, sample: duplicate, examine: examineEvidence});
testType("light block", LARGE, {
  type: LightBlock,
  sample: lightBlock,
  examine: (block) => checkLightBlock(block, sampleChainId),
});
testType("attack", LARGE, {type: Evidence, sample: attack, examine: examineEvidence});

/** Whole numbers below a limit, the same ones in every run (a 32-bit linear congruential generator). */
function seeded(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor(((state >>> 8) / 2 ** 24) * limit);
  };
}

/** One to three bytes changed, sometimes cut short or with bytes repeated. */
function mutate(random: (limit: number) => number, bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let i = random(3); i >= 0 && copy.length > 0; i--) copy[random(copy.length)] = random(256);
  if (random(5) === 0) return copy.subarray(0, random(copy.length + 1));
  if (random(8) === 0) return Buffer.concat([copy, copy.subarray(random(copy.length + 1))]);
  return copy;
}
