import type {Tree} from "@oasis-node/mkvs/tree";
import {encode} from "@oasis-node/primitives/cbor";
import {asGas} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {
  asPublicKey,
  asRawSignature,
  type PublicKey,
  prepare,
  type RawSignature,
  type SigningContext,
  signingContexts,
  testKeyNames,
  testPrivateKey,
} from "@oasis-node/primitives/signature";
import {
  InitResponse,
  PolicySgx,
  SignedInitResponse,
  type SignedPolicySgx,
} from "../../src/keymanager/index.ts";
import {type Node, NodeRuntime, nodeRoles} from "../../src/node/index.ts";
import {governanceModels, RegistryParameters, type Runtime, runtimeKinds} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {StakingParameters, StakingState} from "../../src/staking/index.ts";
import {emptyState} from "../appContext.ts";
import {runtimeDescriptor} from "../registry/runtimeDescriptor.ts";
import {key} from "../support.ts";

export const owner = key(0xe1);
export const managerId = asNamespace(Uint8Array.from({length: 32}, (_, i) => (i === 0 ? 0xc0 : 0)));

export const manager: Runtime = {
  ...runtimeDescriptor,
  id: managerId,
  kind: runtimeKinds.keyManager,
  entityId: owner,
  governanceModel: governanceModels.entity,
};

/** A registered key manager runtime, and nothing of its status. */
export function world(parameters: Partial<RegistryParameters> = {}): Tree {
  const tree = emptyState();
  const registry = new RegistryState(tree);
  const gasCosts = new Map([["update_keymanager", asGas(7n)]]);
  registry.setParameters(RegistryParameters.make({gasCosts, ...parameters}));
  registry.setRuntime(manager, false);
  new StakingState(tree).setParameters(StakingParameters.zero());
  return tree;
}

export function signedPolicy(serial: number, ...signers: readonly string[]): SignedPolicySgx {
  const policy = PolicySgx.make({serial, id: managerId});
  const bytes = encode(PolicySgx, policy);
  const signatures = signers.map((name) => ({
    publicKey: asPublicKey(testPrivateKey(name).publicKey),
    signature: signatureBy(name, signingContexts.keyManagerPolicy, bytes),
  }));
  return {policy, signatures};
}

/** A node that runs the key manager without a TEE, and what its enclave said. */
export function keyManagerNode(id: PublicKey, response: Partial<InitResponse>): Partial<Node> {
  return {
    id,
    roles: nodeRoles.keyManager,
    consensus: {id, addresses: null},
    runtimes: [NodeRuntime.make({id: managerId, extraInfo: extraInfo(response)})],
  };
}

export function extraInfo(
  response: Partial<InitResponse>,
  signer: string = testKeyNames.keyManagerRak,
): Uint8Array {
  const initResponse = InitResponse.make(response);
  const context = signingContexts.keyManagerInitResponse;
  const signature = signatureBy(signer, context, encode(InitResponse, initResponse));
  const signed: SignedInitResponse = {initResponse, signature};
  return encode(SignedInitResponse, signed);
}

function signatureBy(name: string, context: SigningContext, message: Uint8Array): RawSignature {
  return asRawSignature(testPrivateKey(name).sign(prepare(context, {}, message)));
}
