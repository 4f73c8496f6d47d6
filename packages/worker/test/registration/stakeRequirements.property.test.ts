import {type StakeThreshold, thresholdKinds} from "@oasis-node/state-transition/stake";
import {
  addStakeClaim,
  EscrowAccount,
  SharePool,
  stakingErrors,
  type Thresholds,
} from "@oasis-node/state-transition/staking";
import {array, assert, bigInt, constantFrom, dictionary, oneof, property, record} from "fast-check";
import {describe, expect, test} from "vitest";
import {plannedEntityClaim, stakeRequirements} from "../../src/registration/index.ts";

const kinds = Object.values(thresholdKinds);
const amount = bigInt({min: 0n, max: 500n});
const threshold = oneof(
  constantFrom(...kinds).map((global): StakeThreshold => ({global, constant: null})),
  amount.map((constant): StakeThreshold => ({global: null, constant})),
);
const claims = dictionary(constantFrom("a", "b", "c"), array(threshold, {maxLength: 3}));
const situations = record({
  claims,
  planned: array(threshold, {maxLength: 4}),
  name: constantFrom("a", "new"),
  balance: bigInt({min: 0n, max: 3000n}),
  globals: array(amount, {minLength: kinds.length, maxLength: kinds.length}),
});

function accountOf(balance: bigint, present: Readonly<Record<string, StakeThreshold[]>>): EscrowAccount {
  return EscrowAccount.make({
    active: SharePool.make({balance}),
    stakeAccumulator: {claims: new Map(Object.entries(present))},
  });
}

describe("stake requirements", () => {
  test("lack nothing exactly when the chain accepts the claim", () => {
    assert(
      property(situations, ({claims: present, planned, name, balance, globals}) => {
        const thresholds: Thresholds = new Map(kinds.map((kind, i) => [kind, globals[i] ?? 0n]));
        const escrow = accountOf(balance, present);
        const {total, rows} = stakeRequirements({
          escrow,
          thresholds,
          planned: [{claim: name, thresholds: planned}],
        });
        expect(rows.reduce((sum, row) => sum + row.missing, 0n)).toBe(total.missing);
        for (const {need, have, missing} of rows) expect(have + missing).toBe(need);
        const claim = () => addStakeClaim(escrow, thresholds, name, [...planned]);
        if (total.missing === 0n) expect(claim).not.toThrow();
        else expect(claim).toThrow(stakingErrors.insufficientStake.message);
      }),
      {seed: 5, numRuns: 300},
    );
  });

  test("tell of each claim what it adds up from, present ones first", () => {
    const {nodeValidator, nodeCompute, entity} = thresholdKinds;
    const global = (kind: bigint): StakeThreshold => ({global: kind, constant: null});
    const {rows, total} = stakeRequirements({
      escrow: accountOf(250n, {"registry.RegisterRuntime.80": [global(nodeCompute)]}),
      thresholds: new Map([
        [entity, 100n],
        [nodeValidator, 200n],
        [nodeCompute, 50n],
      ]),
      planned: [
        plannedEntityClaim,
        {claim: "node", thresholds: [global(nodeValidator), {global: null, constant: 7n}]},
      ],
    });
    expect(rows).toEqual([
      {
        claim: "registry.RegisterRuntime.80",
        thresholds: [{kind: "node-compute", amount: 50n}],
        need: 50n,
        have: 50n,
        missing: 0n,
      },
      {
        claim: "registry.RegisterEntity",
        thresholds: [{kind: "entity", amount: 100n}],
        need: 100n,
        have: 100n,
        missing: 0n,
      },
      {
        claim: "node",
        thresholds: [
          {kind: "node-validator", amount: 200n},
          {kind: "const", amount: 7n},
        ],
        need: 207n,
        have: 100n,
        missing: 107n,
      },
    ]);
    expect(total).toEqual({need: 357n, have: 250n, missing: 107n});
  });
});
