import {toHex} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {asGas} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {PublicKeyBlacklist, SignatureVerifier, testKeyNames} from "@oasis-node/primitives/signature";
import {expect, test} from "vitest";
import {type Context, LimitedGas} from "../../src/context/index.ts";
import {
  KeymanagerState,
  KeymanagerStatuses,
  policyChecksum,
  type SignedPolicySgx,
} from "../../src/keymanager/index.ts";
import {updatePolicy} from "../../src/keymanager/transactions/updatePolicy.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {contextFor, dump, eventsOf, register} from "../appContext.ts";
import {runtimeDescriptor} from "../registry/runtimeDescriptor.ts";
import {resultOf} from "../resultOf.ts";
import {key} from "../support.ts";
import {keyManagerNode, manager, managerId, owner, signedPolicy, world} from "./world.ts";

const {keyManagerMultisig0, keyManagerMultisig1} = testKeyNames;

/** What the refusal says. */
function refusal(ctx: Context, signed: SignedPolicySgx): unknown {
  try {
    updatePolicy(ctx, signed);
  } catch (error) {
    return error;
  }
  return null;
}

test("the owner sets a policy; the status is recomputed, stored and announced", () => {
  const tree = world();
  const signed = signedPolicy(1, keyManagerMultisig0, keyManagerMultisig1);
  const checksum = new Uint8Array(32).fill(9);
  const fits = {isSecure: true, checksum, policyChecksum: policyChecksum(signed)};
  register(tree, owner, [
    keyManagerNode(key(0x11), fits),
    keyManagerNode(key(0x12), {...fits, policyChecksum: null}),
  ]);
  const ctx = contextFor({tree, signer: owner});
  updatePolicy(ctx, signed);
  const status = {
    id: managerId,
    isInitialized: true,
    isSecure: true,
    checksum,
    nodes: [key(0x11)],
    policy: signed,
  };
  expect(new KeymanagerState(tree).status(managerId)).toEqual(status);
  expect(eventsOf(ctx)).toEqual([["status", toHex(encode(KeymanagerStatuses, [status]))]]);
});

test("a policy without signatures is good, and another must have a larger serial number", () => {
  const tree = world();
  const update = (serial: number) => refusal(contextFor({tree, signer: owner}), signedPolicy(serial));
  expect(update(3)).toBeNull();
  expect(update(3)).toMatchObject({code: "policySerial"});
  expect(update(4)).toBeNull();
});

test("refusals come in the reference's order and are uncoded but for an unknown runtime", () => {
  const tree = world();
  const bad = signedPolicy(1, keyManagerMultisig0);
  const [signature] = bad.signatures ?? [];
  if (signature === undefined) throw new TypeError("no signature");
  const forged = {...bad, signatures: [{...signature, publicKey: key(5)}]};
  const verifier = new SignatureVerifier({blacklist: PublicKeyBlacklist.of([signature.publicKey])});
  const owned = contextFor({tree, signer: owner});
  const before = dump(tree);
  const unknown = {...bad, policy: {...bad.policy, id: asNamespace(new Uint8Array(32))}};
  expect(resultOf(() => updatePolicy(owned, unknown))).toBe("registry/11");
  expect(refusal(contextFor({tree, signer: key(9)}), forged)).toMatchObject({code: "signer"});
  expect(refusal(owned, forged)).toMatchObject({code: "policySignature"});
  expect(refusal(contextFor({tree, signer: owner, verifier}), bad)).toMatchObject({code: "policyKey"});
  expect(resultOf(() => updatePolicy(owned, forged))).toBe("unknown/1");
  expect(dump(tree)).toEqual(before);
});

test("only an active key manager runtime has a policy", () => {
  const tree = world();
  const registry = new RegistryState(tree);
  registry.setRuntime({...runtimeDescriptor, entityId: owner}, false);
  const signed = signedPolicy(1);
  const other = {...signed, policy: {...signed.policy, id: runtimeDescriptor.id}};
  expect(refusal(contextFor({tree, signer: owner}), other)).toMatchObject({code: "notKeyManager"});
  registry.suspendRuntime(manager.id);
  expect(resultOf(() => updatePolicy(contextFor({tree, signer: owner}), signed))).toBe("registry/11");
});

test("everything but gas and the change itself is done before a policy gets into a block", () => {
  const tree = world();
  const ctx = contextFor({tree, mode: "checkTx", signer: owner});
  const before = dump(tree);
  expect(refusal(contextFor({tree, mode: "checkTx", signer: key(9)}), signedPolicy(1))).not.toBeNull();
  expect(refusal(ctx, signedPolicy(1))).toBeNull();
  expect(dump(tree)).toEqual(before);
});

test("the registry's price is paid", () => {
  const tree = world();
  const ctx = contextFor({tree, signer: owner});
  ctx.gas = new LimitedGas(asGas(6n));
  expect(refusal(ctx, signedPolicy(1))).toMatchObject({code: "outOfGas"});
});
