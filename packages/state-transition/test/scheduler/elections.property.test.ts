import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap, equal, toHex} from "@oasis-node/primitives/bytes";
import {asEpoch} from "@oasis-node/primitives/epoch";
import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {Capabilities, Node, nodeRoles} from "../../src/node/index.ts";
import {type Runtime, SchedulingConstraints} from "../../src/registry/index.ts";
import {
  type Candidate,
  candidateOf,
  committeeKinds,
  committeeRoles,
  electCommittee,
  electValidators,
  votingPower,
} from "../../src/scheduler/index.ts";
import {key} from "../support.ts";
import {parameters, runtime} from "./world.ts";

const seed = 20_221_122;
const numRuns = 300;
const {worker, backupWorker} = committeeRoles;

const beacons = fc.uint8Array({minLength: 32, maxLength: 32});

/** Up to 40 nodes of up to 8 entities: number of the entity of each. */
const owners = fc.array(fc.nat(7), {maxLength: 40});

function candidates(ownerOf: readonly number[]): Candidate[] {
  const served = {
    id: runtime.id,
    version: runtime.versions.version,
    capabilities: Capabilities.zero(),
    extraInfo: null,
  };
  const roles = nodeRoles.validator | nodeRoles.computeWorker;
  return ownerOf.map((owner, i) => {
    const ids = {id: key(i), entityId: key(0xe0 + owner), consensus: {id: key(i), addresses: null}};
    return candidateOf(Node.make({...ids, roles, runtimes: [served]}));
  });
}

describe(`elections, seed ${seed}`, () => {
  test("no entity has too many validators, and none is passed over for one with less stake", () => {
    const inputs = fc.tuple(beacons, owners, fc.array(fc.bigInt(0n, 60n), {minLength: 8, maxLength: 8}));
    const limits = fc.tuple(fc.integer({min: 1, max: 12}), fc.integer({min: 1, max: 4}));
    fc.assert(
      fc.property(inputs, limits, ([beacon, ownerOf, stakes], [maxValidators, perEntity]) => {
        const balances = new BytesMap<Address, bigint>();
        for (const [i, stake] of stakes.entries()) balances.set(stakingAddress(key(0xe0 + i)), stake);
        const balance = (address: Address): bigint => balances.get(address) ?? 0n;
        const nodes = candidates(ownerOf);
        const {powers, entities} = electValidators({
          beacon,
          candidates: nodes,
          stake: {balance, coversClaims: () => true},
          parameters: {
            ...parameters,
            maxValidators: BigInt(maxValidators),
            maxValidatorsPerEntity: BigInt(perEntity),
          },
        });
        const elected = nodes.filter(({node}) => powers.has(node.consensus.id));
        const passedOver = nodes.filter(({entity}) => !entities.has(entity));
        for (const {node, entity} of elected) {
          expect(powers.get(node.consensus.id)).toBe(votingPower(balance(entity)));
          expect(elected.filter((one) => equal(one.entity, entity)).length).toBeLessThanOrEqual(perEntity);
          for (const other of passedOver) expect(balance(other.entity)).toBeLessThanOrEqual(balance(entity));
        }
        const electable = new Set(ownerOf).size;
        expect(powers.size).toBeGreaterThanOrEqual(Math.min(electable, maxValidators));
        expect(powers.size).toBeLessThanOrEqual(maxValidators);
      }),
      {seed, numRuns},
    );
  });

  test("a committee is complete, holds nobody twice in a role, and keeps its constraints; or there is none", () => {
    const sizes = fc.record({workers: fc.integer({min: 1, max: 6}), backups: fc.nat(4), limit: fc.nat(4)});
    fc.assert(
      fc.property(beacons, owners, sizes, (beacon, ownerOf, {workers, backups, limit}) => {
        const constraints = SchedulingConstraints.make({maxNodes: {limit}});
        const wanted: Runtime = {
          ...runtime,
          executor: {...runtime.executor, groupSize: workers, groupBackupSize: backups},
          constraints: new Map([[committeeKinds.executor, new Map([[worker, constraints]])]]),
        };
        const nodes = candidates(ownerOf);
        const {committee, entities} = electCommittee({
          kind: committeeKinds.executor,
          runtime: wanted,
          epoch: asEpoch(3n),
          beacon,
          candidates: nodes,
          stake: null,
          validatorEntities: new BytesMap(),
          isAttested: () => false,
        });
        expect(entities.size).toBe(new Set(ownerOf).size);
        const perEntity = [...new Set(ownerOf)].map((one) => ownerOf.filter((owner) => owner === one).length);
        const places = perEntity.reduce((sum, count) => sum + Math.min(count, limit), 0);
        const canFill = places >= workers && nodes.length >= backups;
        expect(committee !== null).toBe(canFill);
        const ids = (role: number): string[] =>
          (committee?.members ?? []).flatMap((one) => (one?.role === role ? [toHex(one.publicKey)] : []));
        if (canFill)
          expect([worker, backupWorker].map((role) => new Set(ids(role)).size)).toEqual([workers, backups]);
        const entityOf = new Map(nodes.map(({node}) => [toHex(node.id), toHex(node.entityId)]));
        const workersOf = ids(worker).map((id) => entityOf.get(id));
        for (const entity of workersOf) {
          expect(workersOf.filter((one) => one === entity).length).toBeLessThanOrEqual(limit);
        }
      }),
      {seed, numRuns},
    );
  });
});
