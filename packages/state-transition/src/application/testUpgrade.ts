import {stakingAddress} from "@oasis-node/primitives/address";
import {encode} from "@oasis-node/primitives/cbor";
import {
  asPublicKey,
  asRawSignature,
  prepare,
  signingContexts,
  testPrivateKey,
} from "@oasis-node/primitives/signature";
import {ConsensusParameters} from "../consensus/index.ts";
import type {Context} from "../context/index.ts";
import {Entity, entityVersions} from "../entity/index.ts";
import {entityClaim} from "../registry/index.ts";
import {RegistryState} from "../registry/state.ts";
import {Account, thresholdKinds} from "../staking/index.ts";
import {StakingState} from "../staking/state.ts";
import {readRequired, writeValue} from "../storedValue/index.ts";
import {applicationKeys} from "./keys.ts";

/** The upgrade by which tests see that upgrades run: it leaves an entity and larger transactions (consensus-core §7). */
export function runTestUpgrade(context: Context): void {
  if (context.mode === "beginBlock") addTestEntity(context);
  else if (context.mode === "endBlock") allowLargerTransactions(context);
}

function addTestEntity({tree}: Context): void {
  const key = testPrivateKey("__e2e-test-migration-entity");
  const id = asPublicKey(key.publicKey);
  const untrustedRawValue = encode(Entity, {...Entity.zero(), v: entityVersions.latest, id});
  const message = prepare(signingContexts.registerEntity, {}, untrustedRawValue);
  const signature = {publicKey: id, signature: asRawSignature(key.sign(message))};
  new RegistryState(tree).setEntity(id, {untrustedRawValue, signature});
  const account = Account.zero();
  const claim = [{global: thresholdKinds.entity, constant: null}];
  account.escrow.stakeAccumulator.claims = new Map([[entityClaim, claim]]);
  new StakingState(tree).setAccount(stakingAddress(id), account);
}

function allowLargerTransactions({tree}: Context): void {
  const key = applicationKeys.consensusParameters.encode();
  const parameters = readRequired(tree, key, ConsensusParameters);
  const maxTxSize = BigInt.asUintN(64, parameters.maxTxSize + 1n);
  writeValue(tree, key, ConsensusParameters, {...parameters, maxTxSize});
}
