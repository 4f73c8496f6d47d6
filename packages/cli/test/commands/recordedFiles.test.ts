import {readdirSync, readFileSync, statSync} from "node:fs";
import {join} from "node:path";
import {fromBase64, toBase64} from "@oasis-node/primitives/bytes";
import {decode, fromJson} from "@oasis-node/primitives/cbor";
import {parseJson} from "@oasis-node/primitives/json";
import {findPemBlock} from "@oasis-node/primitives/pem";
import {prepareContext, SignatureVerifier, signingContexts} from "@oasis-node/primitives/signature";
import {SignedTransaction} from "@oasis-node/state-transition/consensus";
import {MultiSignedNode, Node} from "@oasis-node/state-transition/node";
import {describe, expect, test} from "vitest";
import {recordedFile, recordedPath, recording} from "../support/recording.ts";
import {Scene} from "../support/scene.ts";

/** Transactions without a key in them: what is signed is the same, byte for byte. */
const sameContent = [
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
const payment = ["--transaction.fee.amount", "300", "--transaction.fee.gas", "20000", "--assume_yes"];
const chainContext = "544923b9d066ea28b33956e888770d0b24027b7819f7a2c6d3d92ea2bec29a25";

describe("files are as the reference's", () => {
  test.each(sameContent)("transaction of %s", async (name) => {
    const scene = await Scene.open();
    await scene.run(recording(`tx_${name}_1gen`).args);
    expectSameContent(scene.path(`cliwork/${name}.tx`), name);
  });

  test("transaction without signature", async () => {
    const scene = await Scene.open();
    await scene.run(recording("tx_gen_transfer_unsigned_1gen").args);
    const ours = readFileSync(scene.path("cliwork/gen_transfer_unsigned.tx"));
    // The recorded copy is text: bytes that are no UTF-8 are lost in it.
    expect(ours.toString("utf8")).toBe(recordedFile("tx_gen_transfer_unsigned.json"));
    expect(modeOf(scene.path("cliwork/gen_transfer_unsigned.tx"))).toBe(0o600);
  });

  test("registry entity gen_deregister", async () => {
    const scene = await Scene.open();
    const outcome = await scene.run([
      ...["registry", "entity", "gen_deregister", "--debug.dont_blame_oasis", "-g", "$RUN/c1/genesis.json"],
      ...["--signer.dir", "$RUN/c1/entity-1", "--transaction.file", "$RUN/d.tx", "--transaction.nonce", "15"],
      ...payment,
    ]);
    expect(outcome.stdout).toContain("  Method: registry.DeregisterEntity\n  Body:\n    {}\n  Nonce:  15\n");
    expectSameContent(scene.path("d.tx"), "entity_gen_deregister");
  });

  test("registry runtime gen_register", async () => {
    const scene = await Scene.open();
    const {code, stdout} = await scene.run([
      ...["registry", "runtime", "gen_register", "--debug.dont_blame_oasis", "-g", "$RUN/c1/genesis.json"],
      ...["--runtime.descriptor", recordedPath("runtime_descriptor_example.json"), ...payment],
      ...["--signer.dir", "$RUN/c1/entity-1", "--transaction.file", "$RUN/r.tx", "--transaction.nonce", "12"],
    ]);
    expect({code, stdout}).toMatchObject({code: 0});
    expectSameContent(scene.path("r.tx"), "runtime_gen_register");
  });

  test("registry entity init and update, registry node init", async () => {
    const scene = await Scene.open();
    await scene.run(recording("registry_entity_init").args);
    expectSameLayout(scene.path("cliwork/ent"), "layout_registry_entity_init");
    const id = parseText(scene.path("cliwork/ent/entity.json"), "id");
    const nodeArgs = recording("registry_node_init").args.map((arg) => (arg.startsWith("MeZft") ? id : arg));
    expect(await scene.run(nodeArgs)).toEqual({code: 0, stdout: "", stderr: ""});
    expectSameLayout(scene.path("cliwork/node"), "layout_registry_node_init");
    const update = ["registry", "entity", "update", "--signer.dir", "$RUN/cliwork/ent"];
    const descriptor = ["--entity.node.descriptor", "$RUN/cliwork/node/node_genesis.json"];
    expect(await scene.run([...update, ...descriptor])).toEqual({code: 0, stdout: "", stderr: ""});
    expectSameLayout(scene.path("cliwork/ent"), "layout_registry_entity_update");
    expectSameNode(scene.path("cliwork/node/node_genesis.json"));
  });

  test("identity init", async () => {
    const scene = await Scene.open();
    await scene.run(recording("identity_init").args);
    expectSameLayout(scene.path("cliwork/id"), "layout_identity_init");
  });
});

/** What is signed is as recorded; the signature is of the entity's key, for this chain. */
function expectSameContent(path: string, name: string): void {
  const ours = signedIn(readFileSync(path, "utf8"));
  expect(ours.untrustedRawValue).toEqual(signedIn(recordedFile(`tx_${name}.json`)).untrustedRawValue);
  const context = prepareContext(signingContexts.transaction, {chainContext});
  const raw = ours.untrustedRawValue ?? new Uint8Array();
  expect(new SignatureVerifier().verifyUnder(context, raw, ours.signature)).toBe(true);
  expect(modeOf(path)).toBe(0o600);
}

function signedIn(text: string): SignedTransaction {
  return fromJson(SignedTransaction.envelope, parseJson(text));
}

/** Names, modes, sizes and PEM types of all files, and of JSON files everything but keys and signatures. */
function expectSameLayout(directory: string, name: string): void {
  expect(layoutOf(directory)).toEqual(recordedLayout(name));
}

interface LayoutFile {
  readonly name: string;
  readonly mode: string;
  readonly size: number;
  readonly detail: string;
}

function layoutOf(directory: string): LayoutFile[] {
  expect(modeOf(directory)).toBe(0o700);
  return readdirSync(directory)
    .toSorted()
    .map((name) => {
      const text = readFileSync(join(directory, name), "utf8");
      const block = findPemBlock(text);
      const detail =
        block === null ? withoutKeys(text) : `PEM=${block.type} payload=${block.data.length} bytes`;
      const mode = `0o${modeOf(join(directory, name)).toString(8)}`;
      return {name, mode, size: text.length, detail};
    });
}

function recordedLayout(name: string): LayoutFile[] {
  const lines = recordedFile(`${name}.txt`).split("\n");
  return lines.flatMap((line, at) => {
    const [, mode = "", file = "", size = "", pem = ""] = /^(0o\d+) {3}(\S+) (\d+) ?(.*)$/.exec(line) ?? [];
    if (file === "") return [];
    const rest = lines.slice(at + 1);
    const end = rest.findIndex((each) => !each.startsWith("      | "));
    const text = rest.slice(0, end < 0 ? undefined : end).map((each) => each.slice("      | ".length));
    return [{name: file, mode, size: Number(size), detail: pem === "" ? withoutKeys(text.join("\n")) : pem}];
  });
}

function withoutKeys(text: string): string {
  return text.replaceAll(/"[A-Za-z0-9+/=]{40,}"/g, '"…"');
}

/** The descriptor differs from the recorded one in its keys only. */
function expectSameNode(path: string): void {
  const recorded = recordedFile("layout_registry_node_init.txt");
  const [, raw = ""] = /"untrusted_raw_value": "([^"]+)"/.exec(recorded) ?? [];
  const theirs = decode(Node, fromBase64(raw) ?? new Uint8Array());
  const signed = fromJson(MultiSignedNode.envelope, parseJson(readFileSync(path, "utf8")));
  const verifier = new SignatureVerifier();
  const ours = MultiSignedNode.open(verifier, prepareContext(signingContexts.registerNode), signed);
  const {id, p2p, consensus, tls} = ours;
  const signers = signed.signatures?.map(({publicKey}) => toBase64(publicKey));
  expect(signers).toEqual([id, p2p.id, consensus.id, tls.pubKey].map(toBase64));
  expect(keyless(ours)).toEqual(keyless(theirs));
  // The next TLS key is a key, and another one.
  expect(new Set([...[tls.pubKey, tls.nextPubKey].map(toBase64), toBase64(new Uint8Array(32))]).size).toBe(3);
}

function keyless({v, expiration, tls, p2p, consensus, runtimes, roles}: Node) {
  const addresses = [tls.addresses, p2p.addresses, consensus.addresses?.map(({address}) => address)];
  return {v, expiration, addresses, runtimes, roles};
}

function parseText(path: string, key: string): string {
  const [, value = ""] = new RegExp(`"${key}": "([^"]+)"`).exec(readFileSync(path, "utf8")) ?? [];
  return value;
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}
