import {type Address, addressToText, runtimeAddress, stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap, equal} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import type {Context} from "../../context/index.ts";
import {
  entityClaim,
  entityThresholds,
  nodeClaim,
  nodeThresholds,
  type Runtime,
  runtimeClaim,
  runtimeStakingAddress,
  runtimeThresholds,
} from "../../registry/index.ts";
import {RegistryState} from "../../registry/state.ts";
import {StakeThreshold} from "../../staking/index.ts";
import {StakingState} from "../../staking/state.ts";

type Claims = Map<string, readonly StakeThreshold[]>;

/** Every entity's escrow bears exactly the claims of what it has registered. Not checked where stake does not matter. */
export function* checkClaims({tree}: Context): Generator<string> {
  const registry = new RegistryState(tree);
  if (registry.parameters().debugBypassStake) return;
  const entities = registry.entities().map(({id}) => stakingAddress(id));
  const expected = expectedClaims(registry, entities);
  const staking = new StakingState(tree);
  for (const address of entities) {
    const {claims} = staking.account(address).escrow.stakeAccumulator;
    yield* compareClaims(addressToText(address), expected.get(address) ?? new Map(), claims ?? new Map());
  }
}

function expectedClaims(registry: RegistryState, entities: readonly Address[]): BytesMap<Address, Claims> {
  const claims = new BytesMap<Address, Claims>();
  for (const address of entities) claims.set(address, new Map([[entityClaim, entityThresholds]]));
  const runtimes = registry.allRuntimes();
  const byId = new BytesMap<Runtime["id"], Runtime>(runtimes.map((runtime) => [runtime.id, runtime]));
  for (const node of registry.nodes()) {
    const named = (node.runtimes ?? []).flatMap((one) => (one === null ? [] : (byId.get(one.id) ?? [])));
    claims.get(stakingAddress(node.entityId))?.set(nodeClaim(node.id), nodeThresholds(node, named));
  }
  for (const runtime of runtimes) {
    // Claims of runtimes that govern themselves are on accounts of their own, which nobody looks at.
    const address = runtimeStakingAddress(runtime) ?? runtimeAddress(runtime.id);
    claims.get(address)?.set(runtimeClaim(runtime.id), runtimeThresholds(runtime));
  }
  return claims;
}

function* compareClaims(
  account: string,
  expected: Claims,
  actual: ReadonlyMap<string, readonly StakeThreshold[] | null>,
): Generator<string> {
  if (expected.size !== actual.size) {
    const sizes = `(expected: ${expected.size} got: ${actual.size})`;
    yield `incorrect number of stake claims for account ${account} ${sizes}`;
  }
  for (const [claim, thresholds] of expected) {
    const found = actual.get(claim);
    if (found === undefined) yield `missing claim ${claim} for account ${account}`;
    else if (!sameThresholds(thresholds, found ?? [])) {
      yield `incorrect thresholds for claim ${claim} for account ${account}`;
    }
  }
}

function sameThresholds(a: readonly StakeThreshold[], b: readonly StakeThreshold[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return other !== undefined && equal(encode(StakeThreshold, one), encode(StakeThreshold, other));
    })
  );
}
