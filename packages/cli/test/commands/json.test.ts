import {describe, expect, test} from "vitest";
import {recordedPath} from "../support/recording.ts";
import {Scene} from "../support/scene.ts";

const genesis = ["-g", "$RUN/c1/genesis.json", "--debug.dont_blame_oasis"];
const address = "oasis1qqwy832sz9yqzr7eskdaxgrx6nmje682au50mj6a";

describe("--json gives what is printed for people as facts", () => {
  test("consensus show_tx", async () => {
    const scene = await Scene.open();
    const show = ["consensus", "show_tx", ...genesis, "--json", "--transaction.file"];
    const {stdout} = await scene.run([...show, recordedPath("tx_gen_transfer.json")]);
    expect(JSON.parse(stdout)).toMatchObject({
      hash: "3bddef364b452f318b390f06140bae4ab5375ba2c0fcb6576bf60322a5ea8b49",
      signature_valid: true,
      content: {
        method: "staking.Transfer",
        nonce: 1,
        fee: {amount: "300", gas: 20_000},
        body: {amount: "12345"},
      },
    });
  });

  test("a transaction that is made; who is asked reads on stderr", async () => {
    const scene = await Scene.open();
    const burn = ["stake", "account", "gen_burn", ...genesis, "--signer.dir", "$RUN/c1/entity-1", "--json"];
    const {stdout, stderr} = await scene.run([...burn, "--transaction.file", "b.tx"], {answers: ["y"]});
    expect(JSON.parse(stdout)).toMatchObject({
      file: "b.tx",
      signature_valid: true,
      content: {method: "staking.Burn", body: {amount: "0"}},
    });
    expect(stderr).toMatch(/^You are about to sign [\s\S]*\(y\)es\/\(n\)o: $/);
  });

  test("genesis check", async () => {
    const scene = await Scene.open();
    const {stdout} = await scene.run(["genesis", "check", ...genesis, "--json"]);
    expect(JSON.parse(stdout)).toEqual({
      canonical: true,
      hash: "544923b9d066ea28b33956e888770d0b24027b7819f7a2c6d3d92ea2bec29a25",
      sha256: "38017d2437c22fad46ff2d52e181d8d251b019a7a0fbc5c99a86bd0d45abab20",
    });
  });

  test("stake account validate_address and pubkey2address", async () => {
    const scene = await Scene.open();
    const validate = ["stake", "account", "validate_address", "--json", "--stake.account.address"];
    expect(JSON.parse((await scene.run([...validate, address])).stdout)).toEqual({address, valid: true});
    const bad = await scene.run([...validate, "foo"]);
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.stdout)).toMatchObject({address: "foo", valid: false});
    const key = "j9etNKU/h/JZ5MmFVZbfQz3DcqZNfKsXYocoKlwlUb0=";
    const {stdout} = await scene.run(["stake", "pubkey2address", "--json", "--public_key", key]);
    expect(JSON.parse(stdout)).toEqual({public_key: key, address});
  });

  test("identity commands", async () => {
    const scene = await Scene.open();
    const place = ["--datadir", "$RUN/id", "--json"];
    const made = JSON.parse((await scene.run(["identity", "init", ...place])).stdout);
    expect(Object.keys(made)).toEqual(["directory", "node", "p2p", "consensus", "tls"]);
    const tls = JSON.parse((await scene.run(["identity", "show-tls-pubkey", ...place])).stdout);
    expect(tls).toEqual({public_key: made.tls});
    const shown = await scene.run(["identity", "tendermint", "show-node-address", ...place]);
    const facts = JSON.parse(shown.stdout);
    expect(facts.address.startsWith(facts.fingerprint)).toBe(true);
    const verbose = ["identity", "tendermint", "show-consensus-address", "--datadir", "$RUN/id", "-v"];
    expect((await scene.run(verbose)).stdout).toMatch(
      /^Consensus' \(validator's\) tendermint address: ([0-9A-F]{12})[0-9A-F]{28} \(fingerprint: \1\)\n$/,
    );
  });

  test("a transaction of another network is shown, with what is wrong about its signature", async () => {
    const scene = await Scene.open();
    const init = [
      "genesis",
      "init",
      "-g",
      "$RUN/other.json",
      "--chain.id",
      "other",
      "--staking.token_symbol",
      "X",
    ];
    expect((await scene.run(init)).code).toBe(0);
    const show = ["consensus", "show_tx", "-g", "$RUN/other.json", "--transaction.file"];
    const {code, stdout} = await scene.run([...show, recordedPath("tx_gen_transfer.json")]);
    expect(code).toBe(0);
    expect(stdout).toContain(")\n        [INVALID SIGNATURE]\nContent:\n");
  });
});
