import {
  defaultTrustLevel,
  verify,
  verifyAdjacent,
  verifyCommit,
  verifyCommitLight,
  verifyCommitLightTrusting,
  verifyNonAdjacent,
} from "@oasis-node/consensus/light";
import {decode, encode} from "@oasis-node/consensus/protobuf";
import {
  checkSignedHeader,
  commitHash,
  headerHash,
  SignedHeader,
  ValidatorSet,
  type WholeHeader,
} from "@oasis-node/consensus/tendermint";
import {toHex} from "@oasis-node/primitives/bytes";
import type {Reporter} from "../../kind.ts";
import {base64, type JsonObject, RecordError} from "../../records.ts";
import {integer, verdict} from "./verdict.ts";

/** What a light client that trusts one header says of another, by each function. */
export function checkLight(record: JsonObject, where: string, report: Reporter): void {
  const trusted = wholeHeader(record.trusted, where);
  const untrusted = wholeHeader(record.untrusted, where);
  // The recorded functions took the next validators as the trusted ones, and the new ones for the last verdict.
  const trustedSet = validatorSet(record.trusted_next_validators, where);
  const validators = validatorSet(record.untrusted_validators, where);
  report.expect("encoded", base64(record.untrusted, where), encode(SignedHeader, untrusted));
  report.expect("header hash", record.header_hash, toHex(headerHash(untrusted.header)));
  report.expect("commit hash", record.commit_hash, toHex(commitHash(untrusted.commit)));
  const {chainId} = trusted.header;
  const clock = {
    now: integer(record.now, where),
    trustingPeriod: integer(record.trusting_period_ns, where),
    maxClockDrift: integer(record.max_clock_drift_ns, where),
  };
  const base = {...trusted, validators: trustedSet};
  const next = {signedHeader: untrusted, validators};
  const {commit, header} = untrusted;
  const claim = {chainId, blockId: commit.blockId, height: header.height};
  const functions: Readonly<Record<string, () => void>> = {
    signed_header_basic: () => void checkSignedHeader(untrusted, chainId),
    verify: () => verify(base, next, clock),
    verify_adjacent: () => verifyAdjacent(trusted, next, clock),
    verify_non_adjacent: () => verifyNonAdjacent(base, next, clock),
    verify_commit: () => verifyCommit(validators, commit, claim),
    verify_commit_light: () => verifyCommitLight(validators, commit, claim),
    verify_commit_light_trusting: () =>
      verifyCommitLightTrusting(validators, commit, chainId, defaultTrustLevel),
  };
  for (const [name, check] of Object.entries(functions)) {
    report.expect(name, record[name] ?? null, verdict(check));
  }
}

function wholeHeader(value: unknown, where: string): WholeHeader {
  const {header, commit} = decode(SignedHeader, base64(value, where));
  if (header === null || commit === null) throw new RecordError(where, "a whole signed header", null);
  return {header, commit};
}

function validatorSet(value: unknown, where: string): ValidatorSet {
  return decode(ValidatorSet, base64(value, where));
}
