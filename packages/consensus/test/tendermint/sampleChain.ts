import {toHex} from "@oasis-node/primitives/bytes";
import {prepareMessage} from "@oasis-node/primitives/signature";
import {zeroTime} from "../../src/protobuf/index.ts";
import {
  type BlockId,
  blockIdFlags,
  type Commit,
  commitSignBytes,
  Header,
  headerHash,
  newValidatorSet,
  signedTypes,
  tendermintContext,
  type ValidatorSet,
  type Vote,
  validatorSetHash,
  type WholeHeader,
} from "../../src/tendermint/index.ts";
import {sampleKey, sampleValidators} from "./sampleValidators.ts";

export const sampleChainId = "sample-chain";
/** Time of height 0, in nanoseconds since 1970; a block takes a second. */
export const sampleTime = 1_600_000_000_000_000_000n;
export const second = 1_000_000_000n;

const powers = [40n, 30n, 20n, 10n];
export const sampleSet: ValidatorSet = newValidatorSet(sampleValidators(powers));

export function sampleHeader(height: bigint, validators: ValidatorSet = sampleSet): Header {
  const hash = validatorSetHash(validators);
  return {
    ...Header.zero(),
    version: {block: 11n, app: 4n << 32n},
    chainId: sampleChainId,
    height,
    time: sampleTime + height * second,
    validatorsHash: hash,
    nextValidatorsHash: hash,
    proposerAddress: validators.validators[0]?.address ?? new Uint8Array(20),
  };
}

export function sampleBlockId(header: Header): BlockId {
  return {hash: headerHash(header), partSetHeader: {total: 1, hash: new Uint8Array(32).fill(9)}};
}

/** A commit to the header by the first `signers` of the validators; the others are absent. */
export function sampleCommit(header: Header, signers: number, validators: ValidatorSet = sampleSet): Commit {
  const commit: Commit = {height: header.height, round: 0, blockId: sampleBlockId(header), signatures: []};
  const signatures = validators.validators.map(({address, publicKey}, i) => {
    if (i >= signers) {
      const nothing = new Uint8Array();
      return {
        blockIdFlag: blockIdFlags.absent,
        validatorAddress: nothing,
        timestamp: zeroTime,
        signature: nothing,
      };
    }
    const part = {
      blockIdFlag: blockIdFlags.commit,
      validatorAddress: address,
      timestamp: header.time + 1n,
      signature: new Uint8Array(),
    };
    const message = prepareMessage(tendermintContext, commitSignBytes(sampleChainId, commit, part));
    return {...part, signature: keyOf(publicKey?.value ?? address).sign(message)};
  });
  return {...commit, signatures};
}

export function sampleSigned(height: bigint, signers = 4): WholeHeader {
  const header = sampleHeader(height);
  return {header, commit: sampleCommit(header, signers)};
}

/** A precommit with a signature of zeros. */
export function sampleVote(blockId: BlockId): Vote {
  return {
    type: signedTypes.precommit,
    height: 5n,
    round: 0,
    blockId,
    timestamp: sampleTime,
    validatorAddress: new Uint8Array(20),
    validatorIndex: 0,
    signature: new Uint8Array(64),
  };
}

function keyOf(publicKey: Uint8Array): ReturnType<typeof sampleKey> {
  const number = powers.findIndex((_, i) => toHex(sampleKey(i).publicKey) === toHex(publicKey));
  return sampleKey(number);
}
