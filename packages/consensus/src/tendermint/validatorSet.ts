import {equal} from "@oasis-node/primitives/bytes";
import {merkleRoot} from "../merkle/index.ts";
import {encode, int64, message, optional, type ProtoValue, repeated} from "../protobuf/index.ts";
import {centerPriorities, highestPriority, takeTurn} from "./priorities.ts";
import {TendermintError, within} from "./tendermintError.ts";
import {checkValidator, Validator, ValidatorKey} from "./validator.ts";
import {sumOfPowers} from "./votingPower.ts";

/**
 * The validators of a height, by falling power, then by rising address, and whose turn it is. A value: functions return
 * a changed one. The total is as received or 0 for one that is to be computed; encoded again as received.
 */
export const ValidatorSet = message("types.ValidatorSet", {
  validators: repeated(1, Validator),
  proposer: optional(2, Validator),
  totalVotingPower: int64(3),
});
export type ValidatorSet = ProtoValue<typeof ValidatorSet>;

/** What a header says of a validator. */
const SimpleValidator = message("types.SimpleValidator", {
  publicKey: optional(1, ValidatorKey),
  votingPower: int64(2),
});

/** Merkle root over keys and powers, 32 bytes: what headers name. */
export function validatorSetHash({validators}: ValidatorSet): Uint8Array {
  return merkleRoot(
    validators.map(({publicKey, votingPower}) => encode(SimpleValidator, {publicKey, votingPower})),
  );
}

/**
 * Voting power of all. A total that came with the set is believed, as the reference does; see `hasTrueTotal`. Throws
 * `TendermintError` `powerOverflow`.
 */
export function totalVotingPower({validators, totalVotingPower: given}: ValidatorSet): bigint {
  return given === 0n ? sumOfPowers(validators) : given;
}

/** Whether the total that came with the set is the sum of its powers. */
export function hasTrueTotal({validators, totalVotingPower: given}: ValidatorSet): boolean {
  const sum = validators.reduce((total, {votingPower}) => total + votingPower, 0n);
  return given === 0n || given === sum;
}

/** The validator at that address, with its place in the set; `null` for none. */
export function findValidator(
  {validators}: ValidatorSet,
  address: Uint8Array,
): {readonly index: number; readonly validator: Validator} | null {
  const index = validators.findIndex((one) => equal(one.address, address));
  const validator = validators[index];
  return validator === undefined ? null : {index, validator};
}

/** Whose turn it is; `null` in an empty set. */
export function proposerOf({validators, proposer}: ValidatorSet): Validator | null {
  return validators.length === 0 ? null : (proposer ?? highestPriority(validators));
}

/** The set after `times` turns, at least one. Throws `TendermintError` where the reference crashes. */
export function incrementProposerPriority(set: ValidatorSet, times: number): ValidatorSet {
  if (set.validators.length === 0) throw invalid("empty validator set");
  if (times <= 0) throw invalid("Cannot call IncrementProposerPriority with non-positive times");
  const total = totalVotingPower(set);
  let turn = takeTurn(centerPriorities(set.validators, total), total);
  for (let i = 1; i < times; i++) turn = takeTurn(turn.validators, total);
  return {...turn, totalVotingPower: total};
}

/** Checks a set as received. Throws `TendermintError` `invalidValidatorSet`. */
export function checkValidatorSet({validators, proposer}: ValidatorSet): void {
  if (validators.length === 0) throw invalid("validator set is nil or empty");
  for (const [i, validator] of validators.entries()) {
    within("invalidValidatorSet", `invalid validator #${i}`, () => checkValidator(validator));
  }
  within("invalidValidatorSet", "proposer failed validate basic, error", () => {
    if (proposer === null) throw new TendermintError("invalidValidator", "nil validator");
    checkValidator(proposer);
  });
}

function invalid(reason: string): TendermintError {
  return new TendermintError("invalidValidatorSet", reason);
}
