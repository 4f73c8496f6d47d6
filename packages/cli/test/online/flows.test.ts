import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {toBase64} from "@oasis-node/primitives/bytes";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {LiveNode} from "../support/liveNode.ts";
import {comparable, layout, recordedPath, recording} from "../support/recording.ts";

let node: LiveNode;

beforeAll(async () => {
  node = await LiveNode.start();
});

afterAll(async () => {
  await node.localnet.stop();
});

const done = {code: 0, stdout: "", stderr: ""};
const transfer = (to: string, amount: string): readonly string[] => [
  "stake",
  "account",
  "gen_transfer",
  "--stake.transfer.destination",
  to,
  "--stake.amount",
  amount,
];

/** What a recorded command printed, and what ours did, without what differs. */
function alike(name: string, {code, stdout, stderr}: {code: number; stdout: string; stderr: string}): void {
  const recorded = recording(name);
  expect({code, stdout: comparable(stdout), stderr}).toEqual({
    code: recorded.code,
    stdout: comparable(recorded.stdout),
    stderr: recorded.stderr,
  });
}

describe("transactions by the command line", () => {
  test("a transfer is silent when it is in a block, and refused the second time", async () => {
    const file = await node.sign("alice", 0, transfer(node.address("bob"), "1500000000"));
    const submit = ["consensus", "submit_tx", "--transaction.file", file];
    expect(await node.run(submit)).toEqual(done);
    const again = await node.run(submit);
    expect(again.code).toBe(1);
    expect(layout(again.stdout)).toHaveLength(3);
    const [nonce] = (
      await node.run(["stake", "account", "nonce", "--stake.account.address", node.address("alice")])
    ).stdout.split("\n");
    expect(nonce).toBe("1");
  });

  test("more than there is: the recorded two lines", async () => {
    const outcome = await node.submit("alice", 1, transfer(node.address("bob"), "99999999999999999"));
    // The node of the recordings took the transfer for one of another module's errors, which has no code.
    const [call = "", failure = ""] = comparable(outcome.stdout).split("\n");
    expect(outcome.code).toBe(1);
    expect(call).toMatch(/^level=error module=grpc\/client ts=T msg="request failed" .* rsp=null err=/);
    expect(failure).toMatch(
      /^ts=T level=error module=cmd\/consensus msg="failed to submit transaction" err=/,
    );
    expect(failure).toContain("insufficient balance");
  });

  test("a withdrawal that nobody allowed: as recorded", async () => {
    const withdraw = ["stake", "account", "gen_withdraw", "--stake.withdraw.source", node.address("bob")];
    alike("tx_gen_withdraw_3submit", await node.submit("charlie", 0, [...withdraw, "--stake.amount", "5"]));
  });

  test("delegations, debonding and allowances show up in the account", async () => {
    const [alice, charlie] = [node.address("alice"), node.address("charlie")];
    const escrow = ["--stake.escrow.account", alice];
    const add = ["stake", "account", "gen_escrow", ...escrow, "--stake.amount", "2000000000"];
    expect(await node.submit("bob", 0, add)).toEqual(done);
    const reclaim = ["stake", "account", "gen_reclaim_escrow", ...escrow, "--stake.shares", "500000000"];
    expect(await node.submit("bob", 1, reclaim)).toEqual(done);
    const allow = ["stake", "account", "gen_allow", "--stake.allow.beneficiary", charlie];
    expect(await node.submit("bob", 2, [...allow, "--stake.allow.amount_change", "70"])).toEqual(done);
    const info = ["stake", "account", "info", "--stake.account.address"];
    const {stdout: from} = await node.run([...info, node.address("bob")]);
    expect(from.replace(/Height: \d+/, "Height: N")).toBe(`Account State for Height: N
Balance:
  Total: 10001.5 TEST
  Available: 9999.5 TEST
  Active Delegations from this Account:
    Total: 1.5 TEST
    Delegations:
      - To:     ${alice}
        Amount: 1.5 TEST (1500000000 shares)
  Debonding Delegations from this Account:
    Total: 0.5 TEST
    Delegations:
      - To:       ${alice}
        Amount:   0.5 TEST (500000000 shares)
        End Time: epoch 2

Allowances for this Account:
  Total: 0.00000007 TEST
  Allowances:
    - Beneficiary: ${charlie}
      Amount:      0.00000007 TEST

Nonce: 3
`);
    const {stdout: to} = await node.run([...info, alice]);
    expect(to).toContain(`Debonding Delegations to this Account:
  Total: 0.5 TEST (500000000 shares)
  Delegations:
    - From:     ${node.address("bob")}
      Amount:   0.5 TEST (500000000 shares)
      End Time: epoch 2

`);
    const before = await node.run([...info, node.address("bob"), "--height", "1"]);
    expect(before.stdout).toContain("Account State for Height: 1\nBalance:\n  Total: 10000.0 TEST\n");
  });

  test("gas of an unsigned transaction is estimated for whoever will sign", async () => {
    const file = await node.sign("alice", 2, [
      ...transfer(node.address("bob"), "1"),
      "--transaction.unsigned",
    ]);
    const key = toBase64(node.localnet.accounts[0]?.signer.publicKey ?? new Uint8Array(32));
    const estimate = ["consensus", "estimate_gas", "--transaction.file", file, "--consensus.signer_pub"];
    const outcome = await node.run([...estimate, key]);
    expect({...outcome, stdout: layout(outcome.stdout)}).toEqual({
      ...done,
      stdout: layout(recording("consensus_estimate_gas").stdout),
    });
    const wrong = await node.run([...estimate, "junk"]);
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toContain("failed to unmarshal signer public key");
  });

  test("a proposal and a vote on it: as recorded", async () => {
    alike(
      "governance_proposal_info_4",
      await node.run(["governance", "proposal_info", "--proposal.id", "4"]),
    );
    const descriptor = recordedPath("upgrade_descriptor_example.json");
    const propose = ["governance", "gen_submit_proposal", "--proposal.upgrade.descriptor", descriptor];
    expect(await node.submit("alice", 2, propose)).toEqual(done);
    const listed = await node.run(["governance", "list_proposals"]);
    expect(layout(listed.stdout)).toEqual(layout(recording("governance_list_proposals_active").stdout));
    const vote = ["governance", "gen_cast_vote", "--vote", "no", "--vote.proposal.id", "1"];
    expect(await node.submit("entity", 0, vote)).toEqual(done);
    const votes = await node.run(["governance", "proposal_votes", "--proposal.id", "1"]);
    expect(layout(votes.stdout)).toEqual(layout(recording("governance_proposal_votes_1").stdout));
    const cancel = ["governance", "gen_submit_proposal", "--proposal.cancel_upgrade.id", "1"];
    const refused = await node.submit("alice", 3, cancel);
    alike("tx_governance_gen_submit_proposal_cancel_3submit", refused);
    const none = await node.run(["governance", "proposal_info"]);
    expect(comparable(none.stdout)).toBe(
      'ts=T level=error module=cmd/governance msg="proposal ID required"\n',
    );
  });

  test("files that hold no transaction are told before the node is asked", async () => {
    const file = join(node.localnet.paths.directory, "junk.tx");
    writeFileSync(file, "junk");
    const submitted = await node.run(["consensus", "submit_tx", "--transaction.file", file]);
    expect(submitted.code).toBe(1);
    expect(submitted.stdout).toContain("failed to parse serialized transaction");
    const missing = await node.run(["consensus", "estimate_gas", "--transaction.file", "nope"]);
    expect(comparable(missing.stdout)).toBe(
      'ts=T level=error module=cmd/consensus msg="failed to read raw serialized unsigned transaction" err="open nope: no such file or directory"\n',
    );
  });
});

describe("control of the node", () => {
  test("set-epoch goes to an epoch, wait-nodes and wait-ready return", async () => {
    expect(await node.run(["debug", "control", "set-epoch", "-e", "1"])).toEqual(done);
    const {stdout} = await node.run(["control", "status"]);
    expect(JSON.parse(stdout)).toMatchObject({consensus: {latest_epoch: 1}});
    expect(await node.run(["debug", "control", "wait-nodes", "-n", "1"])).toEqual(done);
    expect(await node.run(["debug", "control", "wait-ready"])).toEqual(done);
    expect(await node.run(["control", "wait-sync"])).toEqual(done);
  });

  test("upgrade-binary and cancel-upgrade take a descriptor's file", async () => {
    const file = recordedPath("upgrade_descriptor_example.json");
    expect(await node.run(["control", "upgrade-binary", file])).toEqual(done);
    const {stdout} = await node.run(["control", "status"]);
    expect(JSON.parse(stdout)).toMatchObject({pending_upgrades: [{descriptor: {v: 1}}]});
    expect((await node.run(["control", "upgrade-binary", file])).code).toBe(1);
    expect(await node.run(["control", "cancel-upgrade", file])).toEqual(done);
    expect((await node.run(["control", "cancel-upgrade"])).stdout).toContain("expected descriptor path");
    const two = await node.run(["control", "upgrade-binary"]);
    expect(two.code).toBe(1);
    expect(two.stderr).toContain("accepts 1 arg(s), received 0");
  });

  test("shutdown is taken; the last validator takes its chain along", async () => {
    expect(await node.run(["control", "shutdown"])).toEqual(done);
    // Until its registration runs out.
    for (const epoch of ["2", "3", "4"]) await node.run(["debug", "control", "set-epoch", "-e", epoch]);
    expect(["stopped", "failed"]).toContain((await node.localnet.ended).kind);
  });
});
