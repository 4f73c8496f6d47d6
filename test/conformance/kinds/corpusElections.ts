import {type Address, addressFromText, addressToText} from "@oasis-node/primitives/address";
import {BytesMap, compare, toHex} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import {DrbgError, type DrbgHash, HmacDrbg, MathRand} from "@oasis-node/primitives/drbg";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {asPublicKey, type PublicKey} from "@oasis-node/primitives/signature";
import {Node} from "@oasis-node/state-transition/node";
import {Runtime} from "@oasis-node/state-transition/registry";
import {
  type Candidate,
  Committee,
  candidateOf,
  ElectionError,
  type ElectionStake,
  type EntitySet,
  electCommittee,
  electValidators,
  hasCommittee,
  requireValidators,
  SchedulerParameters,
  ValidatorPowers,
  VotingPowerError,
  validatorUpdates,
  votingPower,
} from "@oasis-node/state-transition/scheduler";
import type {CorpusKind, Reporter} from "../kind.ts";
import {array, base64, boolean, hex, type JsonObject, number, object, string} from "../records.ts";

const checks: Readonly<Record<string, (record: JsonObject, where: string, report: Reporter) => void>> = {
  drbg: checkDrbg,
  mathrand: checkMathRand,
  voting_power: checkVotingPower,
  validator_diff: checkValidatorUpdates,
  election: checkElection,
};

const drbgHashes: readonly DrbgHash[] = ["SHA-256", "SHA-512", "SHA-512/256"];

/** Random streams, voting powers, and whole elections of validators and committees over plain lists of nodes and entities. */
export const corpusElections: CorpusKind = {
  name: "elections",
  async check(records: AsyncIterable<unknown>, report: Reporter): Promise<void> {
    let line = 0;
    for await (const value of records) {
      const where = `line ${++line}`;
      const record = object(value, where);
      const kind = string(record.kind, where);
      report.record(`${where} (${kind})`);
      const check = checks[kind];
      if (check === undefined) report.expect("kind", Object.keys(checks), kind);
      else check(record, where, report);
    }
  },
};

function checkDrbg(record: JsonObject, where: string, report: Reporter): void {
  const name = string(record.hash, where);
  const hash = drbgHashes.find((known) => known === name);
  if (hash === undefined) {
    report.expect("hash", drbgHashes, name);
    return;
  }
  const options = record.entropy_length === undefined ? seed(record, where) : shortSeed(record, where);
  const reads = array(record.reads ?? [], where).map((read) => object(read, where));
  const found = outcome(() => {
    const drbg = new HmacDrbg({hash, ...options});
    return reads.map((read) => toHex(drbg.read(number(read.length, where))));
  });
  report.expect("error", errorText(record.error), found.error);
  if (found.value !== null)
    report.expect(
      "reads",
      reads.map((read) => read.bytes),
      found.value,
    );
}

/** Some records only tell how much entropy there was, too little. */
function shortSeed(record: JsonObject, where: string): {entropy: Uint8Array} {
  return {entropy: new Uint8Array(number(record.entropy_length, where))};
}

function checkMathRand(record: JsonObject, where: string, report: Reporter): void {
  const random = new MathRand(new HmacDrbg(seed(record, where)));
  for (const [i, value] of array(record.ops, where).entries()) {
    const operation = object(value, where);
    report.expect(`operation ${i}`, operation.result, draw(random, operation, where));
  }
}

function draw(random: MathRand, operation: JsonObject, where: string): unknown {
  const name = string(operation.op, where);
  if (name === "int63") return String(random.int63());
  if (name === "uint64") return String(random.uint64());
  const count = number(operation.n, where);
  if (name === "perm") return random.perm(count);
  const items = Array.from({length: count}, (_, i) => i);
  random.shuffle(items);
  return items;
}

function checkVotingPower(record: JsonObject, where: string, report: Reporter): void {
  const found = outcome(() => String(votingPower(BigInt(string(record.stake, where)))));
  report.expect("error", errorText(record.error), found.error);
  if (record.error === null) report.expect("power", record.power, found.value);
}

function checkValidatorUpdates(record: JsonObject, where: string, report: Reporter): void {
  const updates = validatorUpdates(powers(record.current, where), powers(record.pending, where));
  const expected = powers(record.updates_order_free, where).entries();
  const found = updates.map(({publicKey, power}) => [publicKey, power]);
  report.expect("updates", [...expected], found);
}

function checkElection(record: JsonObject, where: string, report: Reporter): void {
  const beacon = hex(record.beacon, where);
  const stake = boolean(record.bypass_stake, where) ? null : stakeOf(record, where);
  const candidates = array(record.nodes, where).map((node) => candidateOf(decode(Node, base64(node, where))));
  const parameters = decode(SchedulerParameters, base64(record.params, where));
  const elected = electValidators({beacon, candidates, stake, parameters});
  const outcomeOfCheck = outcome(() => requireValidators(elected, parameters));
  const validators = object(record.validators, where);
  report.expect("validators: error", errorText(validators.error), outcomeOfCheck.error);
  report.expect("validators: rewarded", validators.rewarded, texts(elected.entities));
  if (validators.error === null) {
    const expected = base64(validators.pending_validators, where);
    report.expect("validators", expected, encode(ValidatorPowers, elected.powers));
    report.expect("validators: entities", validators.validator_entities, texts(elected.entities));
  }
  const entities: EntitySet = validators.error === null ? elected.entities : new BytesMap();
  checkCommittees(record, where, {beacon, candidates, stake, validatorEntities: entities}, report);
}

interface CommonInput {
  readonly beacon: Uint8Array;
  readonly candidates: readonly Candidate[];
  readonly stake: ElectionStake | null;
  readonly validatorEntities: EntitySet;
}

function checkCommittees(record: JsonObject, where: string, common: CommonInput, report: Reporter): void {
  const runtime = decode(Runtime, base64(record.runtime, where));
  for (const value of array(record.committees, where)) {
    const expected = object(value, where);
    const title = string(expected.committee_kind, where);
    const kind = title === "executor" ? 1 : 2;
    const epoch = asEpoch(BigInt(number(expected.epoch, where)));
    const election = {...common, kind, runtime, epoch, isAttested: () => false};
    const found = hasCommittee(runtime, kind)
      ? electCommittee(election)
      : {committee: null, entities: new BytesMap<Address, true>()};
    report.expect(`${title}: error`, expected.error, null);
    report.expect(`${title}: rewarded`, expected.rewarded, texts(found.entities));
    const committee = found.committee === null ? null : encode(Committee, found.committee);
    const wanted = expected.committee === null ? null : base64(expected.committee, where);
    report.expect(title, wanted, committee);
  }
}

/** Every claim is one of the kind entity, at the threshold all kinds have. */
function stakeOf(record: JsonObject, where: string): ElectionStake {
  const threshold = BigInt(string(record.threshold, where));
  const accounts = new BytesMap<Address, {readonly balance: bigint; readonly claims: bigint}>();
  for (const value of array(record.entities, where)) {
    const entity = object(value, where);
    const address = addressFromText(string(entity.address, where));
    const balance = BigInt(string(entity.escrow, where));
    accounts.set(address, {balance, claims: BigInt(number(entity.claims, where))});
  }
  const balance = (address: Address): bigint => accounts.get(address)?.balance ?? 0n;
  return {
    balance,
    coversClaims: (address) => balance(address) >= (accounts.get(address)?.claims ?? 0n) * threshold,
  };
}

function seed(
  record: JsonObject,
  where: string,
): {entropy: Uint8Array; nonce: Uint8Array; personalization: Uint8Array} {
  return {
    entropy: hex(record.entropy, where),
    nonce: hex(record.nonce, where),
    personalization: hex(record.personalization, where),
  };
}

function powers(value: unknown, where: string): BytesMap<PublicKey, bigint> {
  const entries = array(value ?? [], where).map((entry) => object(entry, where));
  return new BytesMap(
    entries.map(({key, power}) => [asPublicKey(hex(key, where)), BigInt(number(power, where))] as const),
  );
}

function texts(entities: EntitySet): string[] {
  return [...entities.keys()].sort(compare).map(addressToText);
}

interface Outcome<T> {
  readonly error: unknown;
  readonly value: T | null;
}

/** Failures that are verdicts; anything else is a mistake of ours. */
function isExpected(error: unknown): error is Error {
  return [DrbgError, ElectionError, VotingPowerError].some((kind) => error instanceof kind);
}

function outcome<T>(action: () => T): Outcome<T> {
  try {
    return {error: null, value: action()};
  } catch (error) {
    if (!isExpected(error)) throw error;
    return {error: error.message, value: null};
  }
}

/** Errors are recorded as null or as an object with a text. */
function errorText(value: unknown): unknown {
  return value === undefined || value === null ? null : object(value, "error").text;
}
