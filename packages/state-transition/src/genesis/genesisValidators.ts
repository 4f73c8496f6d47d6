import {stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap, toBase64} from "@oasis-node/primitives/bytes";
import {TypedError} from "@oasis-node/primitives/errors";
import {
  type PublicKey,
  prepareContext,
  type SignatureVerifier,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {attempt} from "../attempt/index.ts";
import {consensusAddress, hasRoles, MultiSignedNode, type Node, nodeRoles} from "../node/index.ts";
import {votingPower} from "../scheduler/index.ts";
import type {Document} from "./document.ts";
import {sortUnstable} from "./sortUnstable.ts";

/** A validator with which the engine starts. */
export interface TendermintValidator {
  /** 20 bytes. */
  readonly address: Uint8Array;
  /** Consensus key of the node. */
  readonly publicKey: PublicKey;
  readonly power: bigint;
  readonly name: string;
}

/** Why the validators of a document cannot be told. */
export class GenesisValidatorError extends TypedError<"node" | "votingPower" | "maxValidators"> {}

export interface ValidatorChecks {
  readonly verifier: SignatureVerifier;
}

const context = prepareContext(signingContexts.registerNode);

/**
 * The nodes of a document with which the engine starts, by descending power (consensus-core §3.2). Throws
 * `GenesisValidatorError`.
 */
export function genesisValidators(document: Document, {verifier}: ValidatorChecks): TendermintValidator[] {
  const {maxValidators, maxValidatorsPerEntity} = document.scheduler.parameters;
  const perEntity = new BytesMap<PublicKey, bigint>();
  const validators: TendermintValidator[] = [];
  for (const node of validatorNodes(document, verifier)) {
    const power = powerOf(node, document);
    const taken = perEntity.get(node.entityId) ?? 0n;
    // The first node of an entity always counts: a kept oddity.
    if (taken > 0n && taken >= maxValidatorsPerEntity) continue;
    perEntity.set(node.entityId, taken + 1n);
    const {id: publicKey} = node.consensus;
    const name = `oasis-validator-${toBase64(node.id)}`;
    validators.push({address: consensusAddress(publicKey), publicKey, power, name});
  }
  // The reference crashes.
  if (maxValidators < 0n)
    throw new GenesisValidatorError(
      "maxValidators",
      `tendermint: max_validators is negative: ${maxValidators}`,
    );
  sortUnstable(validators, (a, b) => a.power > b.power);
  return validators.filter((_, index) => BigInt(index) < maxValidators);
}

function validatorNodes({registry, beacon}: Document, verifier: SignatureVerifier): Node[] {
  const nodes = (registry.nodes ?? []).map((signed) => {
    if (signed === null) throw new GenesisValidatorError("node", "tendermint: node is null");
    const node = attempt(() => MultiSignedNode.open(verifier, context, signed));
    if (node.ok) return node.value;
    throw new GenesisValidatorError("node", `tendermint: failed to verify validator: ${node.problem}`);
  });
  return nodes.filter(
    ({roles, expiration}) => hasRoles(roles, nodeRoles.validator) && expiration >= beacon.base,
  );
}

/** An entity without an account has no stake, which still makes one unit of power. */
function powerOf({entityId}: Node, {scheduler, staking}: Document): bigint {
  if (scheduler.parameters.debugBypassStake) return 1n;
  const account = staking.ledger?.get(stakingAddress(entityId)) ?? null;
  const power = attempt(() => votingPower(account?.escrow.active.balance ?? 0n));
  if (power.ok) return power.value;
  const entity = toBase64(entityId);
  throw new GenesisValidatorError(
    "votingPower",
    `tendermint: computing voting power for entity ${entity}: ${power.problem}`,
  );
}
