import {writeFileSync} from "node:fs";
import {describe, expect, test} from "vitest";
import {comparable, recordedFile, recording} from "../support/recording.ts";
import {Scene} from "../support/scene.ts";

/** Commands whose outputs do not depend on keys: every byte is as recorded. */
const exact = [
  "version",
  "err_unknown_command",
  "err_signer_dir_missing",
  "err_signer_dir_mode_0755",
  "err_signer_key_junk",
  "err_signer_key_missing",
  "err_signer_key_mode_0644",
  "genesis_check_ok",
  "genesis_check_ok_needs_debug",
  "genesis_check_missing",
  "genesis_check_bad_height",
  "genesis_check_bad_missing_threshold",
  "genesis_check_bad_governance_quorum",
  "genesis_check_bad_timeout_commit",
  "genesis_init_no_chain_id",
  "identity_init",
  "registry_entity_init",
  "registry_entity_init_bad_backend",
  "registry_entity_init_bad_dir",
  "registry_entity_init_dir_0755",
  "registry_node_init_bad_address",
  "registry_node_init_no_datadir",
  "stake_account_validate_address",
  "stake_account_validate_address_bad",
  "stake_account_validate_address_v",
  "stake_pubkey2address",
  "stake_pubkey2address_bad",
  "stake_pubkey2address_none",
  "tx_gen_allow_1gen",
  "tx_gen_allow_negative_1gen",
  "tx_gen_amend_commission_schedule_1gen",
  "tx_gen_amend_commission_schedule_bad_1gen",
  "tx_gen_burn_1gen",
  "tx_gen_escrow_1gen",
  "tx_gen_reclaim_escrow_1gen",
  "tx_gen_transfer_1gen",
  "tx_gen_transfer_bad_amount_1gen",
  "tx_gen_transfer_bad_destination_1gen",
  "tx_gen_transfer_insufficient_1gen",
  "tx_gen_transfer_prompt_1gen",
  "tx_gen_transfer_unsigned_1gen",
  "tx_gen_withdraw_1gen",
  "tx_governance_gen_cast_vote_1gen",
  "tx_governance_gen_cast_vote_bad_1gen",
  "tx_governance_gen_submit_proposal_1gen",
  "tx_governance_gen_submit_proposal_cancel_1gen",
  "tx_governance_gen_submit_proposal_none_1gen",
];

/** Transactions that the reference signed, as it shows them. */
const shown = [
  "entity_gen_register",
  "gen_allow",
  "gen_allow_negative",
  "gen_amend_commission_schedule",
  "gen_burn",
  "gen_escrow",
  "gen_reclaim_escrow",
  "gen_transfer",
  "gen_transfer_insufficient",
  "gen_transfer_prompt",
  "gen_withdraw",
  "governance_gen_cast_vote",
  "governance_gen_submit_proposal",
  "governance_gen_submit_proposal_cancel",
];

describe("outputs are as the reference's", () => {
  test.each(exact)("%s", async (name) => {
    const scene = await Scene.open();
    const {args, code, stdout, stderr} = recording(name);
    const outcome = await scene.run(args);
    expect(comparable(outcome.stdout)).toBe(comparable(stdout).trimEnd() === "" ? "" : comparable(stdout));
    expect(outcome.stderr.trimEnd()).toBe(stderr.trimEnd());
    expect(outcome.code).toBe(code);
  });

  test.each(shown)("consensus show_tx of %s", async (name) => {
    const scene = await Scene.open();
    writeFileSync(scene.path(`cliwork/${name}.tx`), recordedFile(`tx_${name}.json`));
    const {args, code, stdout} = recording(`tx_${name}_2show`);
    expect(await scene.run(args)).toEqual({code, stdout, stderr: ""});
  });

  test("consensus show_tx of a transaction without signature", async () => {
    const scene = await Scene.open();
    await scene.run(recording("tx_gen_transfer_unsigned_1gen").args);
    const {args, code, stdout} = recording("tx_gen_transfer_unsigned_2show");
    const outcome = await scene.run(args);
    expect(comparable(outcome.stdout)).toBe(comparable(stdout));
    expect(outcome.code).toBe(code);
  });

  test("an unknown command below a group gets the group's help, and all is well", async () => {
    const scene = await Scene.open();
    const {args, code} = recording("err_unknown_subcommand");
    const outcome = await scene.run(args);
    expect(outcome).toMatchObject({code, stderr: ""});
    expect(outcome.stdout).toMatch(/^[^\n]+\n\nUsage:\n {2}oasis-node stake \[command\]\n/);
  });

  test("identity init again, and what it made", async () => {
    const scene = await Scene.open();
    const made = await scene.run(recording("identity_init").args);
    expect(await scene.run(recording("identity_init_again").args)).toEqual(made);
    for (const name of [
      "identity_show-tls-pubkey",
      "identity_show-sentry-client-pubkey",
      "identity_tendermint_show-node-address",
      "identity_tendermint_show-consensus-address",
    ]) {
      const {args, stdout} = recording(name);
      const outcome = await scene.run(args);
      expect(outcome).toMatchObject({code: 0, stderr: ""});
      expect(shape(outcome.stdout), name).toBe(shape(stdout));
    }
  });

  test("registry entity gen_register, but for keys and signatures", async () => {
    const scene = await Scene.open();
    const {args, code, stdout} = recording("tx_entity_gen_register_1gen");
    const outcome = await scene.run(args);
    expect(withoutKeys(outcome.stdout)).toBe(withoutKeys(stdout));
    expect(outcome.code).toBe(code);
  });
});

/** Every letter of base64 or hexadecimal as one. */
function shape(text: string): string {
  return text.replaceAll(/[0-9A-Z]/gi, "x").replaceAll(/[+/]/g, "x");
}

function withoutKeys(text: string): string {
  return text.replaceAll(/"[A-Za-z0-9+/]{43}=|"[A-Za-z0-9+/]{86}==/g, '"…');
}
