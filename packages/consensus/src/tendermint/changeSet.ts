import {compare, equal} from "@oasis-node/primitives/bytes";
import {upperHex} from "./goText.ts";
import {centerPriorities, withPriority} from "./priorities.ts";
import {TendermintError} from "./tendermintError.ts";
import {type Validator, validatorText} from "./validator.ts";
import {findValidator, incrementProposerPriority, totalVotingPower, ValidatorSet} from "./validatorSet.ts";
import {maxTotalVotingPower, sumOfPowers} from "./votingPower.ts";

/** A first set: everybody joins, and somebody has the first turn. Throws `TendermintError`. */
export function newValidatorSet(validators: readonly Validator[]): ValidatorSet {
  const set = applyChanges(ValidatorSet.zero(), validators, false);
  return validators.length === 0 ? set : incrementProposerPriority(set, 1);
}

/**
 * The set with other powers, 0 for whoever leaves; whose turn it is stays. Throws `TendermintError`: `invalidChange`, or
 * `powerOverflow`.
 */
export function updateWithChangeSet(set: ValidatorSet, changes: readonly Validator[]): ValidatorSet {
  return applyChanges(set, changes, true);
}

function applyChanges(set: ValidatorSet, given: readonly Validator[], mayRemove: boolean): ValidatorSet {
  if (given.length === 0) return set;
  const changes = checkedChanges(given);
  const removals = changes.filter(({votingPower}) => votingPower === 0n);
  const updates = changes.filter(({votingPower}) => votingPower !== 0n);
  if (!mayRemove && removals.length > 0) {
    throw refused(`cannot process validators with voting power 0: ${listText(removals)}`);
  }
  const joins = updates.some(({address}) => findValidator(set, address) === null);
  if (!joins && set.validators.length === removals.length) {
    throw refused("applying the validator changes would result in empty set");
  }
  const removedPower = powerOfRemoved(set, removals);
  const powerBeforeRemovals = powerWithUpdates(set, updates, removedPower);
  const withUpdates = updates.map((update) => takeOverPriority(set, update, powerBeforeRemovals));
  const staying = set.validators.filter(
    ({address}) => !changes.some((change) => equal(change.address, address)),
  );
  const validators = [...staying, ...withUpdates].sort(byPower);
  const total = sumOfPowers(validators);
  return {
    validators: centerPriorities(validators, total),
    proposer: set.proposer,
    totalVotingPower: total,
  };
}

/** The changes by address. Throws `TendermintError` for one that cannot be. */
function checkedChanges(given: readonly Validator[]): readonly Validator[] {
  const changes = [...given].sort((a, b) => compare(a.address, b.address));
  let previous: Uint8Array = new Uint8Array();
  for (const change of changes) {
    const {address, votingPower} = change;
    if (equal(address, previous)) {
      throw refused(`duplicate entry ${validatorText(change)} in ${listText(changes)}`);
    }
    if (votingPower < 0n) throw refused(`voting power can't be negative: ${votingPower}`);
    if (votingPower > maxTotalVotingPower) {
      throw refused(
        `to prevent clipping/overflow, voting power can't be higher than ${maxTotalVotingPower}, got ${votingPower}`,
      );
    }
    previous = address;
  }
  return changes;
}

function powerOfRemoved(set: ValidatorSet, removals: readonly Validator[]): bigint {
  let power = 0n;
  for (const {address} of removals) {
    const found = findValidator(set, address);
    if (found === null) throw refused(`failed to find validator ${upperHex(address)} to remove`);
    power += found.validator.votingPower;
  }
  return power;
}

/**
 * Total power after the updates but before the removals, by which those who join are set back. The power at the end is
 * what must not be too high; growth is counted last, so it is enough to look at the sum.
 */
function powerWithUpdates(set: ValidatorSet, updates: readonly Validator[], removedPower: bigint): bigint {
  let total = totalVotingPower(set);
  for (const {address, votingPower} of updates) {
    total += votingPower - (findValidator(set, address)?.validator.votingPower ?? 0n);
  }
  if (total - removedPower > maxTotalVotingPower) {
    throw new TendermintError(
      "powerOverflow",
      `total voting power of resulting valset exceeds max ${maxTotalVotingPower}`,
    );
  }
  return total;
}

/**
 * Who joins starts at -1.125 times the total power, so that leaving and joining again never pays; who is there keeps its
 * priority.
 */
function takeOverPriority(set: ValidatorSet, update: Validator, total: bigint): Validator {
  const known = findValidator(set, update.address);
  return withPriority(update, known?.validator.proposerPriority ?? -(total + (total >> 3n)));
}

function byPower(a: Validator, b: Validator): number {
  if (a.votingPower !== b.votingPower) return a.votingPower > b.votingPower ? -1 : 1;
  return compare(a.address, b.address);
}

function listText(validators: readonly Validator[]): string {
  return `[${validators.map(validatorText).join(" ")}]`;
}

function refused(reason: string): TendermintError {
  return new TendermintError("invalidChange", reason);
}
