import {BytesMap} from "@oasis-node/primitives/bytes";
import {fromJson, toJson} from "@oasis-node/primitives/cbor";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {JsonError, stringifyJson} from "@oasis-node/primitives/json";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {describe, expect, test} from "vitest";
import {
  Account,
  DebondingDelegation,
  Delegation,
  EpochSigning,
  StakeThreshold,
  StakingParameters,
  slashReasons,
  thresholdKinds,
} from "../../src/staking/index.ts";
import {expectEncoding} from "../support.ts";

const account = Account.zero();
const general = {...account.general, balance: 100n, nonce: 1n};

describe("encodings recorded from the reference (consensus-core §11)", () => {
  test("account, all zero", () => expectEncoding(Account, account, "a0"));

  test("account with a balance and a nonce", () => {
    expectEncoding(Account, {...account, general}, "a16767656e6572616ca2656e6f6e6365016762616c616e63654164");
  });

  test("account with escrow and a claim on threshold 0", () => {
    const global = thresholdKinds.entity;
    const claims = new Map([["registry.RegisterEntity", [{global, constant: null}]]]);
    expectEncoding(
      Account,
      {
        general,
        escrow: {
          ...account.escrow,
          active: {balance: 5n, totalShares: 5n},
          stakeAccumulator: {claims},
        },
      },
      "a266657363726f77a266616374697665a26762616c616e636541056c746f74616c5f7368617265734105717374616b655f616363756d756c61746f72a166636c61696d73a17772656769737472792e5265676973746572456e7469747981a166676c6f62616c006767656e6572616ca2656e6f6e6365016762616c616e63654164",
    );
  });

  test("delegations", () => {
    expectEncoding(Delegation, {shares: 0n}, "a16673686172657340");
    expectEncoding(
      DebondingDelegation,
      {shares: 7n, debondEnd: asEpoch(9n)},
      "a26673686172657341076a6465626f6e645f656e6409",
    );
  });

  test("signing statistics of an epoch", () => {
    expectEncoding(
      EpochSigning,
      {total: 1n, byEntity: new BytesMap<PublicKey, bigint>()},
      "a265546f74616c01684279456e74697479a0",
    );
  });

  test("parameters, all zero", () => {
    expectEncoding(
      StakingParameters,
      StakingParameters.make(),
      "a66e6d696e5f64656c65676174696f6e40756665655f73706c69745f7765696768745f766f74654078186665655f73706c69745f7765696768745f70726f706f736540781a7265776172645f666163746f725f65706f63685f7369676e656440781c7265776172645f666163746f725f626c6f636b5f70726f706f73656440781d6665655f73706c69745f7765696768745f6e6578745f70726f706f736540",
    );
  });
});

describe("JSON", () => {
  test("kinds and reasons are keys by name, in the order of the names", () => {
    const parameters = StakingParameters.make({
      thresholds: new Map([
        [thresholdKinds.nodeValidator, 2n],
        [thresholdKinds.entity, 1n],
      ]),
      slashing: new Map([[slashReasons.runtimeEquivocation, {amount: 3n, freezeInterval: asEpoch(4n)}]]),
    });
    const json = toJson(StakingParameters, parameters);
    expect(stringifyJson(json)).toContain('"thresholds":{"entity":"1","node-validator":"2"}');
    expect(stringifyJson(json)).toContain('"runtime-equivocation":{"amount":"3","freeze_interval":4}');
    expect(fromJson(StakingParameters, json)).toEqual(parameters);
  });

  test("an unknown threshold kind is written but not read", () => {
    const json = toJson(StakeThreshold, {global: 77n, constant: null});
    expect(json).toEqual({global: "[unknown threshold kind]"});
    expect(() => fromJson(StakeThreshold, json)).toThrow(JsonError);
  });

  test("structs and amounts are written although they are empty, unlike in CBOR", () => {
    expect(stringifyJson(toJson(Account, account))).toBe(
      '{"general":{"balance":"0"},"escrow":{"active":{"balance":"0","total_shares":"0"},"debonding":{"balance":"0","total_shares":"0"},"commission_schedule":{},"stake_accumulator":{}}}',
    );
  });
});
