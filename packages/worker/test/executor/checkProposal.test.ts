import {toHex, utf8} from "@oasis-node/primitives/bytes";
import {asEpoch, asHeight, asRound} from "@oasis-node/primitives/epoch";
import {emptyHash, hashOf} from "@oasis-node/primitives/hash";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {
  prepareContext,
  SignatureVerifier,
  type Signer,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {Receipt} from "@oasis-node/rpc/services";
import {type Committee, committeeKinds, committeeRoles} from "@oasis-node/state-transition/committee";
import {Runtime} from "@oasis-node/state-transition/registry";
import {Header, type ProposedBatch, SignedProposedBatch} from "@oasis-node/state-transition/roothash";
import {receiptBody} from "@oasis-node/state-transition/storage";
import {describe, expect, test} from "vitest";
import {groupOf} from "../../src/committee/index.ts";
import {checkProposal} from "../../src/executor/checkProposal.ts";

const runtimeId = testNamespace(utf8("proposals"));
const chainContext = "ab".repeat(32);
const signatures = {verifier: new SignatureVerifier(), chainContext};
const ioRoot = hashOf(utf8("inputs"));
const header: Header = {...Header.zero(), namespace: runtimeId, round: asRound(4n)};

const [scheduler, other, keeper, second, stranger] = ["a", "b", "keeper", "second", "stranger"].map((name) =>
  testSigner(`proposal ${name}`),
) as [Signer, Signer, Signer, Signer, Signer];

function committee(kind: "executor" | "storage", members: readonly Signer[]): Committee {
  return {
    kind: committeeKinds[kind],
    members: members.map(({publicKey}) => ({role: committeeRoles.worker, publicKey})),
    runtimeId,
    validFor: asEpoch(1n),
  };
}

const group = groupOf({
  epoch: asEpoch(1n),
  version: asHeight(9n),
  runtime: {...Runtime.zero(), storage: {...Runtime.zero().storage, minWriteReplication: 2}},
  ownKey: other.publicKey,
  committees: [committee("executor", [scheduler, other]), committee("storage", [keeper, second])],
  members: [],
});
if (group === null) throw new RangeError("no group");

async function receipts(signers: readonly Signer[], round = 5n, hash = ioRoot, type: "io" | "state" = "io") {
  const context = prepareContext(signingContexts.storageReceipt, {chainContext});
  const body = receiptBody(runtimeId, asRound(round), [{type, hash}]);
  const signed = await Promise.all(signers.map((signer) => Receipt.sign(signer, context, body)));
  return signed.map(({signature}) => signature);
}

async function proposal(changes: Partial<ProposedBatch> = {}, signer = scheduler, suffix = toHex(runtimeId)) {
  const context = prepareContext(signingContexts.proposedBatch, {chainContext, suffix});
  const storageSignatures = await receipts([keeper, second]);
  return SignedProposedBatch.sign(signer, context, {ioRoot, storageSignatures, header, ...changes});
}

const check = async (signed: ReturnType<typeof proposal>, round = 4n) =>
  checkProposal({group, header: {...header, round: asRound(round)}, runtimeId, signatures}, await signed);

describe("a proposal of another node", () => {
  test("gives the batch when everything is right", async () => {
    const signed = await proposal();
    const storageSignatures = await receipts([keeper, second]);
    expect(await check(Promise.resolve(signed))).toEqual({
      kind: "proposal",
      header: {...header, storageSignatures: null},
      batch: {ioRoot, schedulerSignature: signed.signature, storageSignatures, inputs: null},
    });
  });

  test("may build on a later block; it is the latest one here that says who schedules", async () => {
    expect(
      await check(
        proposal({
          header: {...header, round: asRound(6n)},
          storageSignatures: await receipts([keeper, second], 7n),
        }),
      ),
    ).toMatchObject({
      kind: "proposal",
    });
  });

  test("is for later when it is not the scheduler's turn here", async () => {
    expect((await check(proposal({}, other))).kind).toBe("retry");
    expect((await check(proposal(), 5n)).kind).toBe("retry");
    expect((await check(proposal({}, other), 5n)).kind).toBe("proposal");
  });

  test.each<[string, () => ReturnType<typeof proposal>]>([
    ["signed for another runtime", () => proposal({}, scheduler, "00".repeat(32))],
    ["for another runtime", () => proposal({header: {...header, namespace: testNamespace(utf8("other"))}})],
    ["without receipts", () => proposal({storageSignatures: null})],
    ["with too few receipts", async () => proposal({storageSignatures: await receipts([keeper])})],
    [
      "with receipts of a stranger",
      async () => proposal({storageSignatures: await receipts([keeper, stranger])}),
    ],
    [
      "with more receipts than members",
      async () => proposal({storageSignatures: await receipts([keeper, second, second])}),
    ],
    [
      "with receipts for another round",
      async () => proposal({storageSignatures: await receipts([keeper, second], 4n)}),
    ],
    [
      "with receipts for another root",
      async () => proposal({storageSignatures: await receipts([keeper, second], 5n, emptyHash)}),
    ],
    [
      "with receipts for another kind of root",
      async () => proposal({storageSignatures: await receipts([keeper, second], 5n, ioRoot, "state")}),
    ],
    [
      "with bytes that were not signed",
      async () => ({...(await proposal()), untrustedRawValue: utf8("other")}),
    ],
  ])("%s is refused for good", async (_, make) => {
    expect(await check(make())).toMatchObject({kind: "refused", relay: false});
  });
});
