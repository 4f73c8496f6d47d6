import {decode, encode} from "@oasis-node/consensus/protobuf";
import {
  incrementProposerPriority,
  newValidator,
  newValidatorSet,
  proposerOf,
  totalVotingPower,
  updateWithChangeSet,
  upperHex,
  type Validator,
  ValidatorSet,
  validatorSetHash,
} from "@oasis-node/consensus/tendermint";
import {toHex} from "@oasis-node/primitives/bytes";
import {asPublicKey} from "@oasis-node/primitives/signature";
import type {Reporter} from "../../kind.ts";
import {array, base64, hex, type JsonObject, number, object} from "../../records.ts";
import {integer, verdict} from "./verdict.ts";

/** A new set, then turns and changes one after another. */
export function checkValidatorSetRecord(record: JsonObject, where: string, report: Reporter): void {
  const bytes = base64(record.set, where);
  let set = decode(ValidatorSet, bytes);
  report.expect("encoded", bytes, encode(ValidatorSet, set));
  report.expect(
    "total power",
    integer(record.total_power, where),
    totalVotingPower({...set, totalVotingPower: 0n}),
  );
  expectSet("", record, set, report);
  const founders = validators(record.validators, where);
  report.expect("founded anew", bytes, encode(ValidatorSet, newValidatorSet(founders)));
  for (const [i, value] of array(record.rotation, where).entries()) {
    const step = object(value, where);
    set = incrementProposerPriority(set, number(step.times, where));
    if (step.changes !== undefined) {
      const before = set;
      const error = verdict(() => {
        set = updateWithChangeSet(before, validators(step.changes, where));
      });
      report.expect(`step ${i}: error`, step.error ?? null, error);
    }
    expectSet(`step ${i}: `, step, set, report);
  }
}

function expectSet(title: string, expected: JsonObject, set: ValidatorSet, report: Reporter): void {
  const listed = set.validators.map(({address, publicKey, votingPower, proposerPriority}) => [
    upperHex(address),
    toHex(publicKey?.value ?? new Uint8Array()),
    votingPower,
    proposerPriority,
  ]);
  const wanted = array(expected.validators, title).map((value) => {
    const {address, public_key, power, priority} = object(value, title);
    return [address, public_key, integer(power, title), integer(priority, title)];
  });
  report.expect(`${title}validators`, wanted, listed);
  report.expect(`${title}hash`, expected.hash, toHex(validatorSetHash(set)));
  report.expect(
    `${title}proposer`,
    expected.proposer,
    upperHex(proposerOf(set)?.address ?? new Uint8Array()),
  );
}

function validators(value: unknown, where: string): Validator[] {
  return array(value, where).map((item) => {
    const {public_key, power} = object(item, where);
    return newValidator(asPublicKey(hex(public_key, where)), integer(power, where));
  });
}
