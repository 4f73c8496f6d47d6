import {decode, encode} from "@oasis-node/consensus/protobuf";
import {
  Commit,
  commitHash,
  commitSignBytes,
  isEngineSignature,
  Proposal,
  proposalSignBytes,
  Vote,
  verifyVote,
  voteSignBytes,
} from "@oasis-node/consensus/tendermint";
import {toHex} from "@oasis-node/primitives/bytes";
import type {Reporter} from "../../kind.ts";
import {base64, hex, type JsonObject, string} from "../../records.ts";
import {items, verdict} from "./verdict.ts";

export const signedKinds: ReadonlySet<string> = new Set(["vote", "proposal", "commit"]);

/** What validators sign, and whether they did. */
export function checkSigned(kind: string, record: JsonObject, where: string, report: Reporter): void {
  const chainId = string(record.chain_id, where);
  if (kind === "vote") checkVoteRecord(record, chainId, where, report);
  else if (kind === "proposal") checkProposalRecord(record, chainId, where, report);
  else checkCommitRecord(record, chainId, where, report);
}

function checkVoteRecord(record: JsonObject, chainId: string, where: string, report: Reporter): void {
  const bytes = base64(record.vote, where);
  const vote = decode(Vote, bytes);
  report.expect("encoded", bytes, encode(Vote, vote));
  report.expect("sign bytes", record.sign_bytes, toHex(voteSignBytes(chainId, vote)));
  report.expect("signature", record.signature, toHex(vote.signature));
  const key = {kind: "ed25519", value: hex(record.public_key, where)} as const;
  report.expect("valid", record.valid, verdict(() => verifyVote(chainId, vote, key)) === null);
}

function checkProposalRecord(record: JsonObject, chainId: string, where: string, report: Reporter): void {
  const bytes = base64(record.proposal, where);
  const proposal = decode(Proposal, bytes);
  report.expect("encoded", bytes, encode(Proposal, proposal));
  const signBytes = proposalSignBytes(chainId, proposal);
  report.expect("sign bytes", record.sign_bytes, toHex(signBytes));
  const key = {kind: "ed25519", value: hex(record.public_key, where)} as const;
  report.expect("valid", true, isEngineSignature(key, signBytes, hex(record.signature, where)));
}

function checkCommitRecord(record: JsonObject, chainId: string, where: string, report: Reporter): void {
  const bytes = base64(record.commit, where);
  const commit = decode(Commit, bytes);
  report.expect("encoded", bytes, encode(Commit, commit));
  report.expect("hash", record.hash, toHex(commitHash(commit)));
  const signed = commit.signatures.map((part) => toHex(commitSignBytes(chainId, commit, part)));
  report.expect("sign bytes", items(record.vote_sign_bytes, where), signed);
}
