export {Block, sealBlock} from "./block.ts";
export {consensusParametersHash, resultsHash, transactionsHash} from "./blockHashes.ts";
export {
  BlockId,
  blockIdText,
  checkBlockId,
  isBlockIdComplete,
  isBlockIdEqual,
  isBlockIdZero,
  isPartSetHeaderEqual,
  PartSetHeader,
} from "./blockId.ts";
export {proposalSignBytes, voteSignBytes} from "./canonical.ts";
export {newValidatorSet, updateWithChangeSet} from "./changeSet.ts";
export {blockIdFlags, Commit, CommitSig, checkCommit, commitHash, commitSignBytes} from "./commit.ts";
export {
  checkEvidence,
  DuplicateVoteEvidence,
  Evidence,
  evidenceBytes,
  evidenceHash,
  evidenceHeight,
  evidenceListHash,
  LightClientAttackEvidence,
} from "./evidence.ts";
export {upperHex} from "./goText.ts";
export {checkHeader, Header, headerHash} from "./header.ts";
export {
  checkLightBlock,
  checkSignedHeader,
  LightBlock,
  SignedHeader,
  type WholeHeader,
} from "./lightBlock.ts";
export {medianTime} from "./medianTime.ts";
export {newValidator} from "./newValidator.ts";
export {checkPart, Part, splitIntoParts} from "./partSet.ts";
export {checkProposal, Proposal} from "./proposal.ts";
export {engineAddress, isEngineSignature, tendermintContext} from "./signature.ts";
export {
  addressSize,
  blockPartSize,
  blockProtocol,
  maxChainIdLength,
  maxSignatureSize,
} from "./sizes.ts";
export {TendermintError, type TendermintErrorCode} from "./tendermintError.ts";
export {checkValidator, Validator, ValidatorKey, validatorText} from "./validator.ts";
export {
  checkValidatorSet,
  findValidator,
  hasTrueTotal,
  incrementProposerPriority,
  proposerOf,
  totalVotingPower,
  ValidatorSet,
  validatorSetHash,
} from "./validatorSet.ts";
export {checkVote, Vote, verifyVote} from "./vote.ts";
export {signedTypes} from "./voteType.ts";
export {maxTotalVotingPower} from "./votingPower.ts";
