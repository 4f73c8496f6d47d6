import {createHash} from "node:crypto";
import {chmod, cp, lstat, mkdtemp, readdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {publicPoint} from "@oasis-node/primitives/pvss";
import {certificateFromPem, parseCertificate} from "@oasis-node/primitives/tls";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {type FileIdentity, identityErrors, loadIdentity} from "../../src/identity/index.ts";

let root = "";
let drawn = 0;
beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), "oasis-identity-")), "node");
  drawn = 0;
});
afterEach(async () => {
  await rm(join(root, ".."), {recursive: true, force: true});
});

const now = Date.UTC(2026, 10, 22);
/** Different bytes at each call, the same in each run. */
function random(length: number): Uint8Array {
  drawn++;
  return createHash("sha512").update(`fileIdentity.test ${drawn}`).digest().subarray(0, length);
}

function load(
  more: {readonly generate?: boolean; readonly persistTls?: boolean} = {},
): Promise<FileIdentity> {
  return loadIdentity({directory: root, random, now: () => now, generate: true, persistTls: false, ...more});
}

async function layout(): Promise<Record<string, string>> {
  const names = (await readdir(root)).sort();
  const sizes = names.map(async (name) => {
    const {mode, size} = await lstat(join(root, name));
    return [name, `${(mode & 0o777).toString(8)} ${size}`] as const;
  });
  return Object.fromEntries(await Promise.all(sizes));
}

const signerFiles = {
  "beacon.pem": "600 105",
  "consensus.pem": "600 160",
  "consensus_pub.pem": "600 113",
  "identity.pem": "600 160",
  "identity_pub.pem": "600 113",
  "p2p.pem": "600 160",
  "p2p_pub.pem": "600 113",
  "sentry_client_tls_identity.pem": "600 119",
  "sentry_client_tls_identity_cert.pem": "600 420",
};

function keysOf(identity: FileIdentity): unknown {
  const {current, next} = identity.tlsKeys();
  return [
    identity.nodeSigner.publicKey,
    identity.p2pSigner.publicKey,
    identity.consensusSigner.publicKey,
    publicPoint(identity.beaconScalar),
    current.publicKey,
    next?.publicKey,
    identity.sentryClient.privateKey.publicKey,
  ];
}

describe("a node's identity", () => {
  test("is made once, in the recorded files, and loaded from then on", async () => {
    const made = await load();
    expect(await layout()).toEqual({
      ...signerFiles,
      "tls_ephemeral.pem": "600 119",
      "tls_ephemeral_next.pem": "600 119",
    });
    expect(((await lstat(root)).mode & 0o777).toString(8)).toBe("700");
    const before = drawn;
    expect(keysOf(await load({generate: false}))).toEqual(keysOf(made));
    expect(drawn).toBe(before);
    expect(made.canRotateTls).toBe(true);
  });

  test("made by `identity init` keeps its TLS key and never rotates it", async () => {
    const made = await load({persistTls: true});
    expect(await layout()).toEqual({
      ...signerFiles,
      "tls_identity.pem": "600 119",
      "tls_identity_cert.pem": "600 420",
    });
    for (const persistTls of [true, false]) expect(keysOf(await load({persistTls}))).toEqual(keysOf(made));
    expect(made.tlsKeys().next).toBeNull();
    expect(made.canRotateTls).toBe(false);
    await expect(made.rotateTls()).rejects.toSatisfy(identityErrors.rotationForbidden.is);
  });

  test("has certificates of its keys, made anew at each start", async () => {
    const {sentryClient} = await load();
    const text = await readFile(join(root, "sentry_client_tls_identity_cert.pem"), "utf8");
    expect(parseCertificate(certificateFromPem(text)).publicKey).toEqual(sentryClient.privateKey.publicKey);
    await writeFile(join(root, "sentry_client_tls_identity_cert.pem"), "spoiled");
    const again = await load();
    const {privateKey, certificate} = again.tlsCredentials();
    expect(parseCertificate(certificate).publicKey).toEqual(privateKey.publicKey);
  });

  test("rotates TLS keys: the next one becomes the current one, durably", async () => {
    const identity = await load();
    const before = identity.tlsKeys();
    const [first, second] = await Promise.all([identity.rotateTls(), identity.rotateTls()]);
    expect(first.current.publicKey).toEqual(before.next?.publicKey);
    expect(second.current.publicKey).toEqual(first.next?.publicKey);
    expect(identity.tlsKeys()).toEqual(second);
    expect(identity.tlsCredentials().privateKey.publicKey).toEqual(second.current.publicKey);
    expect(keysOf(await load({generate: false}))).toEqual(keysOf(identity));
    expect(Object.keys(await layout())).not.toContain("tls_ephemeral_new_next.pem");
  });

  test("survives a rotation cut at each of its steps", async () => {
    const identity = await load();
    const {current, next} = identity.tlsKeys();
    const file = (name: string): string => join(root, `tls_ephemeral${name}.pem`);
    await cp(file("_next"), file("_new_next"));
    await chmod(file("_new_next"), 0o600);
    expect((await load()).tlsKeys().current.publicKey).toEqual(current.publicKey);
    expect(Object.keys(await layout())).not.toContain("tls_ephemeral_new_next.pem");
    await cp(file(""), file("_new_next"));
    await rename(file("_next"), file(""));
    const after = (await load()).tlsKeys();
    expect(after.current.publicKey).toEqual(next?.publicKey);
    expect(after.next?.publicKey).toEqual(current.publicKey);
  });

  test.each([
    "identity.pem",
    "p2p.pem",
    "consensus.pem",
    "beacon.pem",
    "tls_ephemeral.pem",
    "sentry_client_tls_identity.pem",
  ])("is refused when others can read %s, when that is junk, and when it is missing", async (name) => {
    await load();
    const path = join(root, name);
    await chmod(path, 0o644);
    await expect(load()).rejects.toMatchObject({
      code: "filePermissions",
      message: `signature/signer/file: invalid PEM file permissions 644 on ${path}`,
    });
    await chmod(path, 0o600);
    const text = await readFile(path, "utf8");
    await writeFile(path, "junk");
    await expect(load()).rejects.toMatchObject({
      code: "malformedFile",
      message: expect.stringContaining(path),
    });
    await writeFile(path, text.replace("BEGIN", "BEGIN X"));
    await expect(load()).rejects.toMatchObject({code: "malformedFile"});
    await rm(path);
    await expect(load({generate: false})).rejects.toMatchObject({
      code: "missing",
      message: `open ${path}: no such file or directory`,
    });
  });

  test("is refused when a public key file is not for its key", async () => {
    await load();
    await cp(join(root, "p2p_pub.pem"), join(root, "identity_pub.pem"));
    await expect(load()).rejects.toMatchObject({code: "malformedFile"});
  });

  test("is refused in a directory that others can enter", async () => {
    await load();
    await chmod(root, 0o755);
    await expect(load()).rejects.toMatchObject({code: "permissions"});
  });
});
